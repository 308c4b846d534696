using System.Globalization;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Ledger;

/// <summary>The names of the accounts between which money moves.</summary>
public static class Account
{
    public const string Sales = "sales";
    public const string Adjustments = "adjustments";
    public const string CustomerPrefix = "customer:";
    public const string DebtsPrefix = "debts:";

    public static string Customer(CustomerId id) => CustomerPrefix + id.Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Owed by a customer, from charge-backs that the balance did not cover.</summary>
    public static string Debts(CustomerId id) => DebtsPrefix + id.Value.ToString(CultureInfo.InvariantCulture);

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

    /// <summary>Owed to the store: it is paid from what comes in next, and nothing is bought before.</summary>
    public long DebtMinor { get; private set; }

    /// <summary>
    /// The customer's orders that are open, counted with the money that they move: a purchase and an end lock and write this row anyway.
    /// </summary>
    public int OpenOrders { get; private set; }
}
