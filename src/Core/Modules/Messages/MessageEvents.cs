using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Modules.Messages;

/// <summary>A message reached the order that it is for.</summary>
/// <param name="HasCode">Whether a code was found in it.</param>
/// <param name="Completes">Whether it made the order succeed: by the first code, or as a text that completes it.</param>
internal readonly record struct MessageDelivered(
    long Key,
    long OrderKey,
    CustomerId Customer,
    OrderChannel Channel,
    string Phone,
    bool HasCode,
    bool Completes,
    DateTime At
) : IDomainEvent;
