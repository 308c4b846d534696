using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace XthonBot.Core.Foundation.Settings;

internal static class SettingsModule
{
    public static IServiceCollection AddIdentity(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSettings<StoreIdentity, StoreIdentityCheck>(configuration, "Store");
}
