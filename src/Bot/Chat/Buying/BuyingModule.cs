using XthonBot.Bot.Chat.Routing;

namespace XthonBot.Bot.Chat.Buying;

internal static class BuyingModule
{
    public static IServiceCollection AddBuying(this IServiceCollection services) => services.AddFeature<BuyScreens>();
}
