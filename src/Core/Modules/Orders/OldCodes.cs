using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Orders;

/// <summary>Codes of orders that a release left in the clear.</summary>
internal static class OldCodes
{
    public static readonly OldColumn Column = new(
        """
        select id, code_at, code, null from orders
        where code is not null and code_at >= @since and code not like 'sealed:%' order by code_at limit @most
        """,
        new RowStatement<Reprotected>(
            "update orders set code = r.new_code from {rows} where orders.id = r.id and orders.code = r.old_code",
            RowStatement<Reprotected>.Of("id", r => r.Old.Id),
            RowStatement<Reprotected>.Of("old_code", r => r.Old.Text),
            RowStatement<Reprotected>.Of("new_code", r => r.Text.Value)
        )
    );
}
