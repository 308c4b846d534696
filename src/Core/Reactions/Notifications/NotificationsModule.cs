using Microsoft.Extensions.DependencyInjection;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Reactions.Notifications;

internal static class NotificationsModule
{
    public static IServiceCollection AddNotifications(this IServiceCollection services) =>
        services
            .AddSingleton<NotificationDispatcher>()
            .AddSingleton<PurgeNotificationsHandler>()
            .AddSingleton<KeepOperatorCardsHandler>()
            .AddSingleton<CarryLetterHandler>()
            .AddSingleton<IGivenUpWork>(built => built.GetRequiredService<GivenUpNotifications>())
            .AddReaction<ChatNotifications>()
            .AddReaction<DisputeNotifications>()
            .AddReaction<PaymentNotifications>()
            .AddReaction<AlertNotifications>()
            .AddReaction<LetterNotifications>()
            .AddReaction<GivenUpNotifications>()
            .AddReaction<NotificationClock>();
}
