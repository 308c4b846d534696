using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Customers;

/// <summary>An operator banned a customer.</summary>
internal readonly record struct CustomerBanned(CustomerId Customer) : IDomainEvent;

/// <summary>An operator gave a bonus back to what payments earn; the balance is locked.</summary>
internal readonly record struct BonusToEarn(CustomerId Customer, DateTime At) : IDomainEvent;
