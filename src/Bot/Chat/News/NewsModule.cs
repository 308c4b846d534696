using XthonBot.Core.Reactions.Notifications;

namespace XthonBot.Bot.Chat.News;

internal static class NewsModule
{
    public static IServiceCollection AddNews(this IServiceCollection services) =>
        services
            .AddSingleton<NewsScreens>()
            .AddSingleton<PaymentNewsScreens>()
            .AddSingleton<OperatorPaymentNews>()
            .AddSingleton<OperatorNews>()
            .AddSingleton<OperatorMail>()
            .AddSingleton<INotificationChannel, TelegramNotificationChannel>();
}
