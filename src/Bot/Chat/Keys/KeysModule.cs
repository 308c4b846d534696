using XthonBot.Bot.Chat.Routing;

namespace XthonBot.Bot.Chat.Keys;

internal static class KeysModule
{
    public static IServiceCollection AddKeys(this IServiceCollection services) =>
        services.AddFeature<KeyScreens>().AddFeature<KeyCards>().AddFeature<WebhookScreens>();
}
