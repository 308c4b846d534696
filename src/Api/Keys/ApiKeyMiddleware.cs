using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using XthonBot.Api.Envelopes;
using XthonBot.Core.ApiKeys;
using XthonBot.Core.Primitives;

namespace XthonBot.Api.Keys;

/// <summary>Marks the endpoints that ask for a key.</summary>
internal sealed class NeedsApiKey
{
    public const string Header = "X-API-Key";
    public static readonly NeedsApiKey Mark = new();
}

/// <summary>Lets nobody without a valid key through to an endpoint that needs one.</summary>
internal sealed class ApiKeyMiddleware(RequestDelegate next, AuthenticateApiKeyHandler keys)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<NeedsApiKey>() is not null)
        {
            // A second header would leave open whose request it is.
            var values = context.Request.Headers[NeedsApiKey.Header];
            var key = values.Count == 1 ? values[0] : null;
            if (await keys.HandleAsync(key, context.RequestAborted) is not { } customer)
            {
                await Failure.Of(StatusCodes.Status401Unauthorized).WriteAsync(context);
                return;
            }

            context.Features.Set(new Caller(customer, key!));
        }

        await next(context);
    }
}

/// <summary>The customer who calls, as an argument of an endpoint.</summary>
/// <param name="Key">The key that was given, whole.</param>
internal sealed record Caller(CustomerId Id, string Key)
{
    public static ValueTask<Caller> BindAsync(HttpContext context) =>
        new(context.Features.Get<Caller>() ?? throw new InvalidOperationException("An endpoint that needs a caller does not need a key."));

    // A record would print the key.
    public override string ToString() => $"customer:{Id.Value}";
}

internal static class ApiKeys
{
    // Bytes that are not UTF-8 make a wrong key, and of another header an odd one; by default they make Kestrel drop the request without a word.
    public static IServiceCollection AddApiKeys(this IServiceCollection services) =>
        services.Configure<KestrelServerOptions>(options => options.RequestHeaderEncodingSelector = _ => Encoding.UTF8);
}
