using Microsoft.Extensions.DependencyInjection;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Views.Storefront;

internal static class StorefrontModule
{
    public static IServiceCollection AddStorefront(this IServiceCollection services) =>
        services.AddSingleton<ListServicesHandler>().AddReaction<ServiceListCache>();
}
