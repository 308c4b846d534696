using System.Text;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Stock;

namespace XthonBot.Core.Tests.Model;

/// <summary>What the store should do, in plain lists: nothing is shared with the store but its words.</summary>
public sealed class StoreModel
{
    private readonly List<Buyer> buyers = [.. Cast.Bonuses.Select(bonus => new Buyer { Bonus = bonus })];
    private readonly List<Number> numbers =
    [
        .. Cast.Phones.Take(6).Select((phone, i) => new Number { Service = Cast.ServiceOf(i), Phone = phone }),
    ];
    private readonly List<Sale> sales = [];
    private readonly List<Text> texts = [];
    private TimeSpan now;
    private int set;

    public int Orders => sales.Count;

    public string Apply(Op op) => Assert.Single(ApplyTogether([op]));

    /// <summary>One after the other, in one set.</summary>
    public List<string> ApplyTogether(IEnumerable<Op> ops)
    {
        set++;
        return [.. ops.Select(Do)];
    }

    private string Do(Op op)
    {
        switch (op)
        {
            case Op.Credit credit:
                buyers[credit.Customer].Balance += credit.Minor;
                return "moved";
            case Op.Debit debit:
                if (buyers[debit.Customer].Balance < debit.Minor)
                    return nameof(Error.InsufficientFunds);
                buyers[debit.Customer].Balance -= debit.Minor;
                return "moved";
            case Op.Buy buy:
                return Buy(buy);
            case Op.Message message:
                return $"{Receive(message)}";
            case Op.Cancel cancel:
                return sales.Count == 0 ? "nothing" : Cancel(sales[cancel.Order % sales.Count], cancel.Customer);
            case Op.Refund refund:
                return sales.Count == 0 ? "nothing" : Refund(sales[refund.Order % sales.Count]);
            case Op.Expire:
                foreach (var sale in sales.Where(s => s.IsOpen && s.Status == OrderStatus.Pending && s.Until <= now))
                    Expire(sale);
                return "swept";
            case Op.Close:
                foreach (var sale in sales.Where(s => s.IsOpen && s.Status == OrderStatus.Succeeded && s.Until <= now))
                    Sell(sale);
                return "swept";
            case Op.Cool:
                foreach (var number in numbers.Where(n => n.Status == NumberStatus.CoolingDown && n.RestsUntil <= now))
                    (number.Status, number.FreeSince) = (NumberStatus.Free, now);
                return "swept";
            case Op.Advance advance:
                now += TimeSpan.FromMinutes(advance.Minutes);
                return "later";
            case Op.Withdraw withdraw:
                var taken = Shelf(withdraw.Service).Take(withdraw.Count).ToList();
                taken.ForEach(n => (n.Status, n.LeftAt) = (NumberStatus.Withdrawn, now));
                return $"withdrew {taken.Count}";
            case Op.Restock restock:
                return Restock(restock.Service, Cast.Phones[restock.Phone]);
            case Op.Ban ban:
                buyers[ban.Customer].IsBanned = true;
                return "banned";
            case Op.Unban unban:
                buyers[unban.Customer].IsBanned = false;
                return "free";
            default:
                throw new InvalidOperationException($"{op}");
        }
    }

    /// <summary>The whole state in words; <see cref="StoreUnderTest.StateAsync"/> writes the same.</summary>
    public string State()
    {
        var text = new StringBuilder();
        foreach (var buyer in buyers)
            text.AppendLine(null, $"balance {buyer.Balance}");
        foreach (var sale in sales)
            text.AppendLine(
                null,
                $"order of {sale.Customer} {sale.Number.Phone} {sale.Price} {sale.Status} {sale.Code ?? "-"} {(sale.IsOpen ? "open" : "closed")}"
            );
        foreach (var number in numbers)
            text.AppendLine(null, $"number {number.Phone} {number.Status} {number.Expiries}");
        return text.ToString();
    }

    private string Buy(Op.Buy buy)
    {
        if (buy.Key > 0 && sales.Find(s => s.Customer == buy.Customer && s.Key == buy.Key) is { } before)
            return $"bought {before.Number.Phone}";
        var buyer = buyers[buy.Customer];
        if (buyer.IsBanned)
            return nameof(Error.Banned);
        if (Shelf(buy.Service).FirstOrDefault() is not { } number)
            return nameof(Error.OutOfStock);
        var list = Money.Parse(Cast.Services[buy.Service].Price).Value.Minor;
        var price = (long)Math.Round(list * (100 - buyer.Bonus) / 100m, MidpointRounding.AwayFromZero);
        if (buyer.Balance < price)
            return nameof(Error.InsufficientFunds);

        buyer.Balance -= price;
        number.Status = NumberStatus.Held;
        sales.Add(
            new Sale
            {
                Customer = buy.Customer,
                Number = number,
                Price = price,
                Key = buy.Key,
                Since = now,
                Until = now + Cast.Lifetime,
            }
        );
        return $"bought {number.Phone}";
    }

    private Reception Receive(Op.Message message)
    {
        var ownTime = now - (message.AgeMinutes is { } age ? TimeSpan.FromMinutes(age) : null);
        var same = texts.FindAll(t => t.Phone == Cast.Phones[message.Phone] && t.Content == message.Content);
        if (same.Exists(t => t.Id == message.Id || (ownTime is null ? now - t.StoredAt < TimeSpan.FromMinutes(1) : t.OwnTime == ownTime)))
            return Reception.Duplicate;

        // A gateway cannot send from the future.
        var stamp = ownTime > now ? now : ownTime;
        var sale = sales.Find(s => s.IsOpen && s.Number.Phone == Cast.Phones[message.Phone]);
        if (sale is not null && IsFromBefore(sale, stamp, same))
            sale = null;
        texts.Add(new Text(message.Id, Cast.Phones[message.Phone], message.Content, ownTime, now, sale));
        if (sale is null)
            return Reception.Unmatched;
        if (!message.HasCode)
            return Reception.TextDelivered;
        // What arrives later is newer; of what arrives at once, in one set, the stamp tells.
        if (sale.CodeSet != set || sale.CodeAt <= (stamp ?? now))
            (sale.Code, sale.CodeSet, sale.CodeAt) = (Cast.CodeOf(message), set, stamp ?? now);
        sale.Status = OrderStatus.Succeeded;
        return Reception.CodeDelivered;
    }

    /// <summary>
    /// A stamp is believed where it is not before the order. If it is, or there is none, what was known on the number other than for the
    /// order is old; and so is what was stamped when another had the number, within five minutes before, or since.
    /// </summary>
    private bool IsFromBefore(Sale sale, TimeSpan? stamp, List<Text> same) =>
        !(stamp >= sale.Since)
        && (
            same.Exists(t => t.Sale != sale)
            || sales.Exists(s => s != sale && s.Number.Phone == sale.Number.Phone && s.ClosedAt > stamp - TimeSpan.FromMinutes(5))
        );

    private string Cancel(Sale sale, int customer)
    {
        if (sale.Customer != customer)
            return nameof(Error.NotFound);
        if (sale.Status == OrderStatus.Succeeded)
            return $"{nameof(Error.CodeArrived)} {sale.Code}";
        return sale.Status == OrderStatus.Pending ? End(sale, OrderStatus.Canceled) : $"{nameof(Error.WrongStatus)} {sale.Status}";
    }

    private string Refund(Sale sale)
    {
        if (sale.Status == OrderStatus.Pending)
            return End(sale, OrderStatus.Canceled);
        if (sale.Status != OrderStatus.Succeeded)
            return $"{nameof(Error.WrongStatus)} {sale.Status}";
        if (sale.IsOpen)
            Sell(sale);
        return End(sale, OrderStatus.Refunded);
    }

    private string End(Sale sale, OrderStatus to)
    {
        buyers[sale.Customer].Balance += sale.Price;
        sale.Status = to;
        Close(sale);
        if (to == OrderStatus.Canceled)
            (sale.Number.Status, sale.Number.RestsUntil) = (NumberStatus.CoolingDown, now + Cast.CoolDown);
        return $"back {sale.Price}";
    }

    private void Expire(Sale sale)
    {
        buyers[sale.Customer].Balance += sale.Price;
        sale.Status = OrderStatus.Expired;
        Close(sale);
        sale.Number.Expiries++;
        (sale.Number.Status, sale.Number.RestsUntil) =
            sale.Number.Expiries >= 3 ? (NumberStatus.Withheld, TimeSpan.Zero) : (NumberStatus.CoolingDown, now + Cast.CoolDown);
    }

    private void Sell(Sale sale)
    {
        Close(sale);
        (sale.Number.Status, sale.Number.LeftAt, sale.Number.Expiries) = (NumberStatus.Sold, now, 0);
    }

    private void Close(Sale sale) => sale.ClosedAt ??= now;

    private string Restock(int service, string phone)
    {
        var same = numbers.Where(n => n.Phone == phone).ToList();
        if (same.Exists(n => n.Status is not (NumberStatus.Sold or NumberStatus.Withdrawn)))
            return "duplicate";
        var rests = same.Exists(n => n.LeftAt > now - Cast.CoolDown);
        numbers.Add(
            new Number
            {
                Service = service,
                Phone = phone,
                FreeSince = now,
                Status = rests ? NumberStatus.CoolingDown : NumberStatus.Free,
                RestsUntil = now + Cast.CoolDown,
            }
        );
        return "added";
    }

    private IEnumerable<Number> Shelf(int service) =>
        numbers.Where(n => n.Service == service && n.Status == NumberStatus.Free).OrderBy(n => n.FreeSince);

    private sealed class Buyer
    {
        public int Bonus { get; init; }

        public long Balance { get; set; }

        public bool IsBanned { get; set; }
    }

    private sealed class Number
    {
        public required int Service { get; init; }

        public required string Phone { get; init; }

        public NumberStatus Status { get; set; }

        public TimeSpan FreeSince { get; set; }

        public TimeSpan RestsUntil { get; set; }

        public TimeSpan? LeftAt { get; set; }

        public int Expiries { get; set; }
    }

    private sealed class Sale
    {
        public required int Customer { get; init; }

        public required Number Number { get; init; }

        public required long Price { get; init; }

        public required int Key { get; init; }

        public required TimeSpan Since { get; init; }

        public required TimeSpan Until { get; init; }

        public OrderStatus Status { get; set; }

        public string? Code { get; set; }

        public int CodeSet { get; set; }

        public TimeSpan CodeAt { get; set; }

        public TimeSpan? ClosedAt { get; set; }

        public bool IsOpen => ClosedAt is null;
    }

    private sealed record Text(int Id, string Phone, int Content, TimeSpan? OwnTime, TimeSpan StoredAt, Sale? Sale);
}
