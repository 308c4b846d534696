using Microsoft.Extensions.Options;
using Telegram.Bot;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Telegram.Payments;
using XthonBot.Bot.Telegram.Sending;
using XthonBot.Bot.Telegram.Updates;
using XthonBot.Core.Foundation.Settings;
using XthonBot.Core.Modules.Payments;

namespace XthonBot.Bot.Telegram;

internal static class TelegramModule
{
    /// <param name="isUsed">False for a verb, which needs no token; what is set is checked all the same.</param>
    public static IServiceCollection AddTelegramOptions(this IServiceCollection services, IConfiguration configuration, bool isUsed)
    {
        services.Configure<TelegramOptions>(options => options.IsUsed = isUsed);
        return services.AddSettings<TelegramOptions, TelegramOptionsCheck>(configuration, "Telegram");
    }

    /// <summary>Adds how updates come in and are worked at, and how messages go out.</summary>
    public static IServiceCollection AddTelegram(this IServiceCollection services)
    {
        services.AddSingleton<ITelegramBotClient>(built => TelegramClients.Create(Options(built), TimeSpan.FromSeconds(40)));
        services.AddSingleton(built => new PollingClient(TelegramClients.Create(Options(built), PollingClient.Timeout)));
        services.AddSingleton(built => new SenderOptions
        {
            MessagesPerSecond = Options(built).MessagesPerSecond,
            Burst = 1,
            MessagesPerChatPerSecond = Options(built).MessagesPerChatPerSecond,
            // When it is disposed, everybody who waits for a call of theirs has had their moment.
            ShutdownGrace = TimeSpan.FromSeconds(1),
        });
        services.AddSingleton(built => new CallbackCodec(Options(built).Token));
        services.AddSingleton<TelegramSender>().AddSingleton<ScreenSender>().AddSingleton<CommandMenu>();
        services.AddSingleton<TelegramContact>().AddSingleton<Operators>().AddSingleton<OutageNotice>().AddSingleton<PassedOver>();
        services.AddSingleton<UpdateHandler>().AddSingleton<InboxAcknowledger>().AddSingleton<UpdateWorkers>().AddSingleton<LongWork>();
        services.AddSingleton<IPaymentProvider, StarsProvider>().AddSingleton<StarPayments>().AddSingleton<PreCheckouts>();
        return services
            .AddSingleton<UpdateFeed>()
            .AddSingleton<UpdateIntake>()
            .AddSingleton<Webhook>()
            .AddSingleton<Albums>()
            .AddSingleton<Topics>();
    }

    private static TelegramOptions Options(IServiceProvider built) => built.GetRequiredService<IOptions<TelegramOptions>>().Value;
}
