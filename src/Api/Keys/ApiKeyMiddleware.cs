using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using XthonBot.Api.Envelopes;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.ApiKeys;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Api.Keys;

/// <summary>Marks the endpoints that ask for a key.</summary>
internal sealed class NeedsApiKey
{
    public const string Header = "X-API-Key";
    public static readonly NeedsApiKey Mark = new();
}

/// <summary>
/// Marks the endpoints that serve the test world to a test key. To all others it is a key that may not come in, so nothing real shows.
/// </summary>
internal sealed class ServesTestKeys
{
    public static readonly ServesTestKeys Mark = new();
}

/// <summary>Lets a request to an endpoint that needs a key pass only with a key that may use the endpoint.</summary>
internal sealed class ApiKeyMiddleware(RequestDelegate next, ApiKeyAuthenticator door)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<NeedsApiKey>() is not null)
        {
            // A second header would leave open whose request it is.
            var values = context.Request.Headers[NeedsApiKey.Header];
            var (caller, refused) = await door.OpenAsync(context, values.Count == 1 ? values[0] : null);
            refused ??= WhyNot(caller!.Key, context.Request.Method, endpoint);
            if (refused is not null)
            {
                await refused.WriteAsync(context);
                return;
            }

            context.Features.Set(caller);
        }

        await next(context);
    }

    private static Failure? WhyNot(KnownKey key, string method, Endpoint endpoint) =>
        key switch
        {
            { IsTest: true } when endpoint.Metadata.GetMetadata<ServesTestKeys>() is null => new Failure(
                StatusCodes.Status403Forbidden,
                "This is not for test keys"
            ),
            { IsReadOnly: true } when !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) => new Failure(
                StatusCodes.Status403Forbidden,
                "This key may only read"
            ),
            _ => null,
        };
}

/// <summary>The customer who calls, as an argument of an endpoint.</summary>
/// <param name="Text">The key as it was given, whole.</param>
internal sealed record Caller(KnownKey Key, string Text)
{
    public CustomerId Id => Key.Customer;

    public Buyer Buyer => Buyer.Of(Key);

    public static ValueTask<Caller> BindAsync(HttpContext context) => new(Of(context));

    public static Caller Of(HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("An endpoint that needs a caller does not need a key.");

    // A record would print the key.
    public override string ToString() => $"customer:{Id.Value}";
}

internal static class ApiKeys
{
    // Bytes that are not UTF-8 make a wrong key, and of another header an odd one; by default they make Kestrel drop the request without a
    // word.
    public static IServiceCollection AddApiKeys(this IServiceCollection services) =>
        services
            .AddSingleton<FailedKeyThrottle>()
            .AddSingleton<ApiKeyAuthenticator>()
            .Configure<KestrelServerOptions>(options => options.RequestHeaderEncodingSelector = _ => Encoding.UTF8);
}
