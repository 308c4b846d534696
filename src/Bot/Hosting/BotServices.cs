using Microsoft.Extensions.Options;
using Telegram.Bot;
using XthonBot.Api.Health;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat;
using XthonBot.Bot.Chat.Buying;
using XthonBot.Bot.Chat.Home;
using XthonBot.Bot.Chat.Keys;
using XthonBot.Bot.Chat.News;
using XthonBot.Bot.Chat.Operator;
using XthonBot.Bot.Chat.Orders;
using XthonBot.Bot.Chat.Questions;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Wallet;
using XthonBot.Bot.Telegram;
using XthonBot.Bot.Telegram.Sending;
using XthonBot.Bot.Telegram.Updates;
using XthonBot.Core.Foundation.Settings;
using XthonBot.Core.Reactions.Notifications;
using XthonBot.Texts;

namespace XthonBot.Bot.Hosting;

internal static class BotServices
{
    /// <summary>Adds what a process with the role Bot does: it gets updates, by polling or by webhook, and works at them.</summary>
    public static IServiceCollection AddUpdates(this IServiceCollection services)
    {
        services.AddSingleton<IReadinessCheck, TelegramReadiness>();
        // Stopped after what brings updates: in the reverse order.
        services.AddHostedService<UpdateRecovery>();
        return services.AddSingleton<IHostedService>(built =>
            built.GetRequiredService<IOptions<TelegramOptions>>().Value.Mode == UpdateMode.Webhook
                ? ActivatorUtilities.CreateInstance<WebhookRegistration>(
                    built,
                    built.GetRequiredService<IOptions<StoreIdentity>>().Value.Address + Webhook.Path
                )
                : ActivatorUtilities.CreateInstance<UpdatePoller>(built)
        );
    }

    /// <param name="isUsed">False for a verb, which needs no token; what is set is checked all the same.</param>
    public static IServiceCollection AddTelegramOptions(this IServiceCollection services, IConfiguration configuration, bool isUsed)
    {
        services.Configure<TelegramOptions>(options => options.IsUsed = isUsed);
        return services.AddSettings<TelegramOptions, TelegramOptionsCheck>(configuration, "Telegram");
    }

    /// <summary>Adds the Telegram side: how updates come in and go their way, and how everything goes out.</summary>
    public static IServiceCollection AddTelegram(this IServiceCollection services)
    {
        services.AddSingleton<StoreAddress>();

        services.AddSingleton<ITelegramBotClient>(built => TelegramClients.Create(Telegram(built), TimeSpan.FromSeconds(40)));
        services.AddSingleton(built => new PollingClient(TelegramClients.Create(Telegram(built), PollingClient.Timeout)));
        services.AddSingleton(built => new SenderOptions
        {
            MessagesPerSecond = Telegram(built).MessagesPerSecond,
            Burst = 1,
            MessagesPerChatPerSecond = Telegram(built).MessagesPerChatPerSecond,
            // When it is disposed, everybody who waits for a call of theirs has had their moment.
            ShutdownGrace = TimeSpan.FromSeconds(1),
        });
        services.AddSingleton<TelegramSender>().AddSingleton<ScreenSender>().AddSingleton<CommandMenu>();
        services.AddSingleton<TelegramContact>().AddSingleton<Operators>().AddSingleton<OutageNotice>().AddSingleton<PassedOver>();
        services.AddSingleton<UpdateHandler>().AddSingleton<InboxAcknowledger>().AddSingleton<UpdateWorkers>().AddSingleton<LongWork>();
        services
            .AddSingleton<UpdateFeed>()
            .AddSingleton<UpdateIntake>()
            .AddSingleton<Webhook>()
            .AddSingleton<Albums>()
            .AddSingleton<Topics>();

        services.AddSingleton(built => new CallbackCodec(Telegram(built).Token));
        services.AddSingleton(provider => new TextBook(provider.GetRequiredService<IOptions<StoreIdentity>>().Value.Name));
        services.AddSingleton<INotificationChannel, TelegramNotificationChannel>().AddSingleton<NewsScreens>();
        return services.AddChat();

        static TelegramOptions Telegram(IServiceProvider built) => built.GetRequiredService<IOptions<TelegramOptions>>().Value;
    }

    /// <summary>Adds what the chat consists of.</summary>
    private static IServiceCollection AddChat(this IServiceCollection services)
    {
        services.AddSingleton<Router>();
        services.AddFeature<HomeScreens>().AddFeature<TermsScreens>().AddFeature<LanguageScreens>();
        services.AddFeature<BuyScreens>().AddFeature<OrderScreens>().AddFeature<MoneyScreens>();
        services.AddFeature<KeyScreens>().AddFeature<KeyCards>().AddFeature<WebhookScreens>();
        services.AddFeature<QuestionScreens>().AddFeature<QuestionGate>().AddSingleton<Answers>();
        services.AddFeature<AdminScreens>().AddFeature<ServiceCommand>().AddFeature<StockCommand>();
        services.AddFeature<SuppliersCommand>().AddFeature<FailedCommand>().AddFeature<StatsCommand>();
        services.AddFeature<CustomerCommands>().AddFeature<OrderCommands>().AddFeature<MessageCommands>().AddSingleton<CustomerLookup>();

        // Every update passes them in this order.
        services.AddSingleton<IChatGate, Admission>();
        services.AddSingleton<IChatGate>(built => built.GetRequiredService<QuestionGate>());
        services.AddSingleton<IChatGate>(built => built.GetRequiredService<TermsScreens>());
        return services;
    }

    private static IServiceCollection AddFeature<T>(this IServiceCollection services)
        where T : class, IChatFeature => services.AddSingleton<T>().AddSingleton<IChatFeature>(built => built.GetRequiredService<T>());
}
