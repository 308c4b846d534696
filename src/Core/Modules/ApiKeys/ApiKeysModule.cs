using Microsoft.Extensions.DependencyInjection;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.ApiKeys;

internal static class ApiKeysModule
{
    public static IServiceCollection AddApiKeys(this IServiceCollection services) =>
        services
            .AddSingleton<KeyUsage>()
            .AddSingleton<IssueApiKeyHandler>()
            .AddSingleton<ListApiKeysHandler>()
            .AddSingleton<RevokeApiKeyHandler>()
            .AddSingleton<ChangeApiKeyHandler>()
            .AddSingleton<AuthenticateApiKeyHandler>()
            .AddSingleton<WriteKeyUsageHandler>()
            .AddReaction<ApiKeyCache>();
}
