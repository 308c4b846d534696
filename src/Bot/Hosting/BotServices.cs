using Microsoft.Extensions.Options;
using XthonBot.Api.Health;
using XthonBot.Bot.Chat;
using XthonBot.Bot.Chat.Buying;
using XthonBot.Bot.Chat.Home;
using XthonBot.Bot.Chat.Keys;
using XthonBot.Bot.Chat.News;
using XthonBot.Bot.Chat.Operator;
using XthonBot.Bot.Chat.Orders;
using XthonBot.Bot.Chat.Payments;
using XthonBot.Bot.Chat.Questions;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Support;
using XthonBot.Bot.Chat.Wallet;
using XthonBot.Bot.Telegram;
using XthonBot.Core.Foundation.Settings;
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

    /// <summary>Adds the chat, by the module of each of its folders.</summary>
    public static IServiceCollection AddChat(this IServiceCollection services)
    {
        services.AddSingleton<StoreAddress>();
        services.AddSingleton(built => DocumentFiles.TextBook(built.GetRequiredService<IOptions<StoreIdentity>>().Value));
        services
            .AddRouter()
            .AddHome()
            .AddBuying()
            .AddOrders()
            .AddWallet()
            .AddPaymentScreens()
            .AddSupport()
            .AddKeys()
            .AddQuestions()
            .AddOperator()
            .AddNews();

        // Every update passes them in this order.
        services.AddSingleton<IChatGate>(built => built.GetRequiredService<Admission>());
        services.AddSingleton<IChatGate>(built => built.GetRequiredService<QuestionGate>());
        services.AddSingleton<IChatGate>(built => built.GetRequiredService<TermsScreens>());
        services.AddSingleton<IChatGate>(built => built.GetRequiredService<ReceiptScreens>());
        services.AddSingleton<IChatGate, OwnWords>();
        return services;
    }
}
