using XthonBot.Bot.Chat.Routing;

namespace XthonBot.Bot.Chat.Support;

internal static class SupportModule
{
    public static IServiceCollection AddSupport(this IServiceCollection services) =>
        services.AddFeature<SupportScreens>().AddSingleton<MessageLimit>();
}
