using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Customers;

/// <summary>An operator banned a customer.</summary>
internal readonly record struct CustomerBanned(CustomerId Customer) : IDomainEvent;
