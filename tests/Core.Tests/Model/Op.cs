namespace XthonBot.Core.Tests.Model;

/// <summary>
/// One thing that happens to the store. Customers, services and phones are positions in the fixed lists of <see cref="Cast"/>.
/// </summary>
public abstract record Op
{
    public sealed record Credit(int Customer, int Minor) : Op;

    public sealed record Debit(int Customer, int Minor) : Op;

    /// <param name="Key">0: without a purchase key.</param>
    public sealed record Buy(int Customer, int Service, OrderChannel Channel, int Key) : Op;

    /// <param name="Id">The source's id: the same one again with the same content is a duplicate.</param>
    /// <param name="Content">What it says: 0 without a code, each other one with a code of its own.</param>
    /// <param name="AgeMinutes">How long ago the gateway had it; below zero its clock runs ahead, null where it does not say.</param>
    public sealed record Message(int Phone, int Id, int Content, int? AgeMinutes) : Op
    {
        public bool HasCode => Content > 0;
    }

    /// <param name="Order">Of the orders so far, counted around.</param>
    public sealed record Cancel(int Order, int Customer) : Op;

    public sealed record Refund(int Order) : Op;

    /// <summary>Orders without a code that are due expire.</summary>
    public sealed record Expire : Op;

    /// <summary>Orders with a code that are over close.</summary>
    public sealed record Close : Op;

    public sealed record Cool : Op;

    public sealed record Advance(int Minutes) : Op;

    public sealed record Withdraw(int Service, int Count) : Op;

    public sealed record Restock(int Service, int Phone) : Op;

    public sealed record Ban(int Customer) : Op;

    public sealed record Unban(int Customer) : Op;
}

/// <summary>Who and what every run begins with.</summary>
public static class Cast
{
    public static readonly IReadOnlyList<int> Bonuses = [0, 10, 33];

    public static readonly IReadOnlyList<(string Code, string Price)> Services = [("tg", "1.20"), ("wa", "0.95")];

    /// <summary>Three on each shelf; the last one is nobody's.</summary>
    public static readonly IReadOnlyList<string> Phones =
    [
        "+15550000001",
        "+15550000002",
        "+15550000003",
        "+15550000004",
        "+15550000005",
        "+15550000006",
        "+15550000007",
    ];

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(20);

    public static readonly TimeSpan CoolDown = TimeSpan.FromMinutes(30);

    public static int ServiceOf(int phone) => phone / 3;

    public static string CodeOf(Op.Message message) => $"{10_007 + (message.Content * 1_301)}";

    public static string TextOf(Op.Message message) => message.HasCode ? $"Your code is {CodeOf(message)}" : "Welcome!";
}
