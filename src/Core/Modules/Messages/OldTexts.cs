using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Messages;

/// <summary>Texts, with their codes, that a release left in the clear.</summary>
internal static class OldTexts
{
    public static readonly OldColumn Column = new(
        """
        select id, stored_at, text, code from messages
        where text is not null and stored_at >= @since and text not like 'sealed:%' order by stored_at limit @most
        """,
        new RowStatement<Reprotected>(
            "update messages set text = r.new_text, code = r.new_code from {rows} where messages.id = r.id and messages.text = r.old_text",
            RowStatement<Reprotected>.Of("id", r => r.Old.Id),
            RowStatement<Reprotected>.Of("old_text", r => r.Old.Text),
            RowStatement<Reprotected>.Of("new_text", r => r.Text.Value),
            RowStatement<Reprotected>.Of("new_code", r => r.Code?.Value)
        )
    );
}
