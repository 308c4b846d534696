using XthonBot.Core.Modules.Messages;

namespace XthonBot.Core.Tests.Messages;

/// <summary>One thing that happens around a few numbers. Orders and messages are positions among those so far, counted around.</summary>
public abstract record Happening
{
    public sealed record Buy(int Customer, int Service, OrderChannel Channel) : Happening;

    public sealed record Cancel(int Order) : Happening;

    public sealed record Refund(int Order) : Happening;

    /// <summary>Somebody writes to a number. It is under way from here on, and comes as often as there are copies: 0 to 5 times.</summary>
    public sealed record Send(int Phone, bool FromWhatsApp, bool HasCode, int Copies, Stamp Stamp) : Happening;

    /// <summary>Some copies of one message come, all at once.</summary>
    public sealed record Arrive(int Message, int AtOnce) : Happening;

    /// <summary>One copy of each message that is under way comes, all at once.</summary>
    public sealed record ArriveAll : Happening;

    /// <param name="Order">Below zero: the last order of its number.</param>
    public sealed record Assign(int Message, int Order) : Happening;

    public sealed record Dismiss(int Message) : Happening;

    /// <summary>The outbox is told.</summary>
    public sealed record Tell : Happening;

    /// <summary>Time goes by; then all that is over ends, what has rested is free, and what was sold comes onto a shelf again.</summary>
    public sealed record Later(int Minutes, int Service) : Happening;
}

/// <summary>What a gateway says of the time at which it had a message.</summary>
public enum Stamp
{
    Right,
    None,
    FromTheFuture,
    SecondsBehind,
    HoursBehind,

    /// <summary>Of a clock that was never set.</summary>
    OfTheEpoch,
}

/// <summary>
/// Whose a message is, from the rules alone: of the first copy counts the moment at which it comes; it is for the order that is open
/// on its number then, if its service takes such senders, unless it is stamped before that order and somebody else had the number then,
/// within five minutes before, or since. Otherwise it is nobody's until an operator says so.
/// </summary>
public sealed class OwnershipModel
{
    public List<Tenure> Orders { get; } = [];

    public List<Text> Messages { get; } = [];

    public TimeSpan Now { get; set; }

    /// <summary>Counts what arrives together.</summary>
    public int Set { get; set; }

    public Reception Arrive(Text message)
    {
        message.CopiesLeft--;
        if (message.HasArrived)
            return Reception.Duplicate;
        message.HasArrived = true;
        message.Arrived = Now;
        message.Stamped = message.Stamp switch
        {
            Stamp.Right => message.Sent,
            Stamp.SecondsBehind => message.Sent - TimeSpan.FromSeconds(3),
            Stamp.HoursBehind => message.Sent - TimeSpan.FromHours(3),
            _ => Now,
        };
        message.Owner = Orders.Find(o =>
            o.IsOpen && o.Phone == message.Phone && o == HolderOf(message) && (o.Service == 0 || message.FromWhatsApp)
        );
        return message.Owner is null ? Reception.Unmatched : Take(message);
    }

    public string Assign(Text message, Tenure order)
    {
        if (!message.HasArrived)
            return nameof(Error.NotFound);
        if (message.Owner is not null)
            return nameof(Error.AlreadyDone);
        if (HolderOf(message) != order)
            return nameof(Error.Invalid);
        if (order.Status is not (OrderStatus.Pending or OrderStatus.Succeeded))
            return nameof(Error.WrongStatus);
        message.Owner = order;
        Set++;
        return $"{Take(message)}";
    }

    public string Dismiss(Text message)
    {
        if (!message.HasArrived)
            return nameof(Error.NotFound);
        if (message.Owner is not null || message.IsDismissed)
            return nameof(Error.AlreadyDone);
        message.IsDismissed = true;
        return "dismissed";
    }

    public bool Cancel(Tenure order) => order.Status == OrderStatus.Pending && End(order, OrderStatus.Canceled);

    public bool Refund(Tenure order) =>
        order.Status switch
        {
            OrderStatus.Pending => End(order, OrderStatus.Canceled),
            OrderStatus.Succeeded => End(order, OrderStatus.Refunded),
            _ => false,
        };

    public void EndWhatIsOver()
    {
        foreach (var order in Orders.Where(o => o.IsOpen && o.Until <= Now))
        {
            (order.IsOpen, order.Ended) = (false, Now);
            if (order.Status == OrderStatus.Pending)
                order.Status = OrderStatus.Expired;
        }
    }

    private bool End(Tenure order, OrderStatus to)
    {
        if (order.IsOpen)
            order.Ended = Now;
        (order.Status, order.IsOpen) = (to, false);
        return true;
    }

    private Tenure? HolderOf(Text message)
    {
        var last = Orders.FindLast(o => o.Phone == message.Phone && o.Since <= message.Arrived);
        var isOld =
            last is not null
            && message.Stamped < last.Since
            && Orders.Exists(o =>
                o != last && o.Phone == message.Phone && o.Since < last.Since && o.Ended > message.Stamped - TimeSpan.FromMinutes(5)
            );
        return isOld ? Orders.FindLast(o => o.Phone == message.Phone && o.Since <= message.Stamped) : last;
    }

    private Reception Take(Text message)
    {
        if (!message.HasCode)
            return Reception.TextDelivered;
        var order = message.Owner!;
        order.Status = OrderStatus.Succeeded;
        // What arrives later is newer; of what arrives at once, in one set, the stamp tells.
        if (order.CodeSet != Set || order.CodeStamped <= message.Stamped)
            (order.Code, order.CodeSet, order.CodeStamped) = (message.Code, Set, message.Stamped);
        return Reception.CodeDelivered;
    }

    public sealed class Tenure
    {
        public required OrderView View { get; init; }

        public required int Customer { get; init; }

        public required int Service { get; init; }

        public required string Phone { get; init; }

        public required TimeSpan Since { get; init; }

        public required TimeSpan Until { get; init; }

        public bool IsOpen { get; set; } = true;

        public OrderStatus Status { get; set; }

        public string? Code { get; set; }

        public TimeSpan Ended { get; set; } = TimeSpan.MaxValue;

        public int CodeSet { get; set; }

        public TimeSpan CodeStamped { get; set; }
    }

    public sealed class Text
    {
        public required int Id { get; init; }

        public required string Phone { get; init; }

        public required bool FromWhatsApp { get; init; }

        public required bool HasCode { get; init; }

        public required Stamp Stamp { get; init; }

        public required TimeSpan Sent { get; init; }

        public required int CopiesLeft { get; set; }

        public bool HasArrived { get; set; }

        public bool IsDismissed { get; set; }

        public TimeSpan Arrived { get; set; }

        public TimeSpan Stamped { get; set; }

        public Tenure? Owner { get; set; }

        public string Code => $"{10_007 + (Id * 1_301)}";

        public string Words => HasCode ? $"Your code is {Code}" : $"Welcome, dear {(char)('a' + (Id / 26))}{(char)('a' + (Id % 26))}";

        public override string ToString() => $"{Words} for {Phone}";
    }
}
