using XthonBot.Core.Notifications;
using XthonBot.Core.Primitives;

namespace XthonBot.Core.Messages;

/// <summary>What the owner of an order in the chat is told of a message.</summary>
internal static class MessageNews
{
    public static IEnumerable<Notification> Of(long orderKey, CustomerId customer, long messageKey, bool hasCode, DateTime now)
    {
        yield return Notification.ForMessage(hasCode ? NotificationKind.CodeArrived : NotificationKind.TextArrived, orderKey, messageKey, customer, now);
        if (hasCode)
            yield return Notification.ForOrder(NotificationKind.OrderChanged, orderKey, customer, now);
    }
}
