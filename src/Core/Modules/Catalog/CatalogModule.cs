using Microsoft.Extensions.DependencyInjection;

namespace XthonBot.Core.Modules.Catalog;

internal static class CatalogModule
{
    public static IServiceCollection AddCatalog(this IServiceCollection services) => services.AddSingleton<EditCatalogHandler>();
}
