using System.Globalization;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Ledger;

/// <summary>The names of the accounts between which money moves.</summary>
public static class Account
{
    public const string Sales = "sales";
    public const string Adjustments = "adjustments";
    public const string CustomerPrefix = "customer:";

    public static string Customer(CustomerId id) => CustomerPrefix + id.Value.ToString(CultureInfo.InvariantCulture);

    /// <param name="way">The way the money came in, such as <c>operator</c>.</param>
    public static string Deposits(string way) => "deposits:" + way;
}

/// <summary>A customer's balance: the sum of the postings on their account, kept so that one conditional update decides a debit.</summary>
public sealed class Balance
{
    private Balance() { }

    internal Balance(long customerId) => CustomerId = customerId;

    public long CustomerId { get; private set; }

    public long AmountMinor { get; private set; }
}
