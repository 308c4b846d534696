using Microsoft.Extensions.DependencyInjection;

namespace XthonBot.Core.Foundation.Protection;

internal static class ProtectionModule
{
    public static IServiceCollection AddProtection(this IServiceCollection services) => services.AddSingleton<TextProtector>();
}
