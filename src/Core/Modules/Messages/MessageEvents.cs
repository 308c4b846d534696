using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Modules.Messages;

/// <summary>A message reached the order that it is for.</summary>
/// <param name="HasCode">Whether a code was found in it.</param>
/// <param name="IsFirstCode">Whether that code made the order succeed.</param>
internal readonly record struct MessageDelivered(
    long Key,
    long OrderKey,
    CustomerId Customer,
    OrderChannel Channel,
    string Phone,
    bool HasCode,
    bool IsFirstCode,
    DateTime At
) : IDomainEvent;
