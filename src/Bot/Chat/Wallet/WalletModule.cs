using XthonBot.Bot.Chat.Routing;

namespace XthonBot.Bot.Chat.Wallet;

internal static class WalletModule
{
    public static IServiceCollection AddWallet(this IServiceCollection services) => services.AddFeature<MoneyScreens>();
}
