using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Ledger;

/// <summary>An operator moved money on a customer's balance.</summary>
/// <param name="After">The balance after it.</param>
internal readonly record struct BalanceAdjusted(
    CustomerId Customer,
    Direction Direction,
    Money Amount,
    Money After,
    string? Reason,
    DateTime At
) : IDomainEvent;

/// <summary>A customer paid in, or some of that was taken back: by a reversal, or by an operator's debit. The balance is locked.</summary>
internal readonly record struct PaidInChanged(CustomerId Customer, DateTime At) : IDomainEvent;

/// <summary>The books do not agree.</summary>
/// <param name="Detail">A line for each figure that is wrong.</param>
internal readonly record struct ReconciliationFailed(string Detail, DateTime At) : IDomainEvent;
