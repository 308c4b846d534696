namespace XthonBot.Bot.Chat.Routing;

internal static class RoutingModule
{
    public static IServiceCollection AddRouter(this IServiceCollection services) => services.AddSingleton<Router>();

    /// <summary>Adds a part of the chat, which the router asks for its routes.</summary>
    public static IServiceCollection AddFeature<T>(this IServiceCollection services)
        where T : class, IChatFeature => services.AddSingleton<T>().AddSingleton<IChatFeature>(built => built.GetRequiredService<T>());
}
