using XthonBot.Bot.Chat.Routing;

namespace XthonBot.Bot.Chat.Home;

internal static class HomeModule
{
    public static IServiceCollection AddHome(this IServiceCollection services) =>
        services.AddFeature<HomeScreens>().AddFeature<TermsScreens>().AddFeature<LanguageScreens>().AddSingleton<Admission>();
}
