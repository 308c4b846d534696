using System.Data.Common;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Modules.Payments;

namespace XthonBot.Faults.Checks;

/// <param name="ExternalId">The provider's id; null where the store never learned it.</param>
/// <param name="Deposited">Cents, by the postings; so is <paramref name="Reversed"/>.</param>
/// <param name="WaitingPrice">Cents for which the purchase that waits for it was agreed.</param>
/// <param name="Orders">Orders that carry the nonce of that purchase.</param>
/// <param name="OrderPrice">Cents that the first of them cost.</param>
internal sealed record StoredPayment(
    Guid Id,
    long TelegramId,
    string Way,
    string? ExternalId,
    long AmountMinor,
    PaymentState State,
    bool IsReversed,
    long Deposited,
    long Reversed,
    WaitingPurchase Waiting = WaitingPurchase.None,
    long WaitingPrice = 0,
    int Orders = 0,
    long OrderPrice = 0
)
{
    private static readonly string Sql = $"""
        select p.public_id, c.telegram_id, p.way, p.external_id, p.amount_minor, p.state, p.is_reversed, p.waiting,
            coalesce(p.waiting_price_minor, 0),
            (select cast(coalesce(sum(d.amount_minor), 0) as bigint) from postings d
                where d.payment_id = p.id and d.kind = {(int)PostingKind.Deposit} and d.destination = 'customer:' || p.customer_id),
            (select cast(coalesce(sum(r.amount_minor), 0) as bigint) from postings r
                where r.payment_id = p.id and r.kind = {(int)PostingKind.Reversal} and r.source = 'customer:' || p.customer_id),
            (select count(*) from orders o where o.customer_id = p.customer_id and o.purchase_key = p.waiting_key),
            (select coalesce(min(o.price_minor), 0) from orders o where o.customer_id = p.customer_id and o.purchase_key = p.waiting_key)
        from payments p join customers c on c.id = p.customer_id
        """;

    public static Task<List<StoredPayment>> ListAsync(DbConnection connection) =>
        StoredState.ListAsync(
            connection,
            Sql,
            row => new StoredPayment(
                row.GetGuid(0),
                row.GetInt64(1),
                row.GetString(2),
                row.IsDBNull(3) ? null : row.GetString(3),
                row.GetInt64(4),
                (PaymentState)row.GetInt32(5),
                row.GetBoolean(6),
                row.GetInt64(9),
                row.GetInt64(10),
                (WaitingPurchase)row.GetInt32(7),
                row.GetInt64(8),
                row.GetInt32(11),
                row.GetInt64(12)
            )
        );

    public override string ToString() => $"pay_{Id:n} ({Way}, {TelegramId}, {State.Text()}, {ExternalId})";
}
