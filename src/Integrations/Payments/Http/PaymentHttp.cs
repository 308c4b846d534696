using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using XthonBot.Core.Modules.Payments;
using XthonBot.Integrations.Http;
using XthonBot.Integrations.Reading;

namespace XthonBot.Integrations.Payments.Http;

/// <summary>
/// Asks a provider within the way's time. Requests hold keys and answers may name payers: neither is ever part of an exception's message or
/// a log line.
/// </summary>
internal sealed class PaymentHttp(IHttpClientFactory clients)
{
    private const string Usual = "payments";
    private const string Once = "payments-once";

    public static IServiceCollection Add(IServiceCollection services)
    {
        services.AddTrustedClient(Usual, TimeSpan.FromMinutes(5));
        // A connection that the provider has closed meanwhile would lose a request that is not repeated: a change never uses an old one.
        services.AddTrustedClient(Once, TimeSpan.Zero);
        return services.AddSingleton<PaymentHttp>();
    }

    /// <summary>The body of a request.</summary>
    public static ByteArrayContent Json(JsonNode body) =>
        new(Encoding.UTF8.GetBytes(body.ToJsonString())) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    /// <summary>The address of a call below the way's own address, or below the kind's where the way has none.</summary>
    public static Uri Address(PaymentWay way, string usual, string path)
    {
        var root = string.IsNullOrWhiteSpace(way.Options.Url) ? usual : way.Options.Url.Trim();
        return Address($"{root.TrimEnd('/')}/{path}");
    }

    /// <exception cref="PaymentRefusedException">It is none.</exception>
    public static Uri Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            ? address
            : throw new PaymentRefusedException("the address is none", nameof(PaymentWayOptions.Url));

    /// <param name="action">For messages: the name of the call, without its arguments.</param>
    /// <returns>The answer, whatever its status.</returns>
    /// <exception cref="PaymentLostException">No answer, or not the whole of it.</exception>
    public async Task<PaymentAnswer> AskAsync(PaymentWay way, string action, HttpRequestMessage request, CancellationToken ct)
    {
        var isChange = request.Method != HttpMethod.Get;
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("XthonBot", "2"));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(way.Options.Timeout);
        try
        {
            using var client = clients.CreateClient(isChange ? Once : Usual);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, limit.Token);
            var body = await response.Content.ReadAsByteArrayAsync(limit.Token);
            return new PaymentAnswer(action, isChange, (int)response.StatusCode, Read(body));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new PaymentLostException($"{action}: no answer in time");
        }
        catch (Exception e) when (e is InvalidOperationException || OutboundFailure.ReasonOf(e, ct) is not null)
        {
            throw new PaymentLostException($"{action}: {OutboundFailure.ReasonOf(e, ct) ?? e.GetType().Name}");
        }
    }

    /// <returns>Null for what is no JSON.</returns>
    public static JsonElement? Read(ReadOnlyMemory<byte> body) => Loose.Parse(Encoding.UTF8.GetString(body.Span).TrimStart('\uFEFF'));
}
