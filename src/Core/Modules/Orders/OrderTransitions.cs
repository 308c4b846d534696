using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Orders;

/// <summary>The channel by which an order was placed, and so where its notifications go.</summary>
public enum OrderChannel
{
    Chat = 0,
    Api = 1,
}

/// <summary>A change that an order may go through.</summary>
public sealed record OrderTransition(OrderStatus From, OrderStatus To, bool Refunds);

/// <summary>The one table of transitions; whatever is not in it cannot happen.</summary>
public static class OrderTransitions
{
    public static readonly IReadOnlyList<OrderTransition> All =
    [
        new(OrderStatus.Pending, OrderStatus.Succeeded, Refunds: false),
        new(OrderStatus.Pending, OrderStatus.Canceled, Refunds: true),
        new(OrderStatus.Pending, OrderStatus.Expired, Refunds: true),
        new(OrderStatus.Succeeded, OrderStatus.Refunded, Refunds: true),
    ];

    /// <summary>The transition that leads to a status; every status has exactly one way in.</summary>
    public static OrderTransition Into(OrderStatus to) => All.Single(transition => transition.To == to);
}
