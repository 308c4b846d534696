using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using XthonBot.Core.Modules.Payments;
using XthonBot.Integrations.Payments.Http;
using XthonBot.Integrations.Reading;

namespace XthonBot.Integrations.Payments.BtcPay;

/// <summary>Sends requests to the store's part of the API, and knows its refusals.</summary>
internal sealed class BtcPayApi(PaymentHttp http)
{
    /// <returns>A good answer, or a 404 in the protocol's words.</returns>
    public Task<PaymentAnswer> GetAsync(PaymentWay way, string path, CancellationToken ct) => AskAsync(way, HttpMethod.Get, path, null, ct);

    public async Task<PaymentAnswer> PostAsync(PaymentWay way, string path, JsonObject body, CancellationToken ct)
    {
        var answer = await AskAsync(way, HttpMethod.Post, path, body, ct);
        return answer.Status == 404 ? throw Refused(answer, Reason(answer), nameof(PaymentWayOptions.StoreId)) : answer;
    }

    private async Task<PaymentAnswer> AskAsync(PaymentWay way, HttpMethod method, string path, JsonObject? body, CancellationToken ct)
    {
        var address = PaymentHttp.Address(way, "", $"api/v1/stores/{Uri.EscapeDataString(way.Options.StoreId)}{path}");
        using var request = new HttpRequestMessage(method, address);
        request.Headers.TryAddWithoutValidation("Authorization", $"token {way.Options.ApiKey}");
        using var content = body is null ? null : PaymentHttp.Json(body);
        request.Content = content;
        var answer = await http.AskAsync(way, Action(method, path), request, ct);
        return answer.IsFine ? answer : Judge(answer);
    }

    private static string Action(HttpMethod method, string path) => $"{method} {path.Split('?', '/')[1]}";

    // A proxy's page says nothing about what the server would have said; a redirect goes elsewhere than was written down.
    private static PaymentAnswer Judge(PaymentAnswer answer) =>
        answer switch
        {
            { Status: >= 300 and < 400 } => throw Refused(answer, "it redirects", nameof(PaymentWayOptions.Url)),
            { Status: 401 } or { Status: 403, Json: not null } => throw Refused(answer, Reason(answer), nameof(PaymentWayOptions.ApiKey)),
            { Status: 404, Json.ValueKind: JsonValueKind.Object } => answer,
            { Status: 404 } => throw Refused(answer, "no BTCPay Server", nameof(PaymentWayOptions.Url)),
            { Status: 400 or 422, Json: not null } => throw Refused(answer, Reason(answer)),
            _ => throw answer.Unreadable(),
        };

    private static PaymentRefusedException Refused(PaymentAnswer answer, string? why, string? setting = null) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"{answer.Action}: HTTP {answer.Status} {PaymentAnswer.Plain(why)}").TrimEnd(),
            setting
        );

    /// <summary>An error's code, or the fields that were refused; never a sentence, which may repeat the request.</summary>
    private static string? Reason(PaymentAnswer answer) =>
        answer.Json switch
        {
            { ValueKind: JsonValueKind.Object } error => Loose.Text(error, "code"),
            { ValueKind: JsonValueKind.Array } errors => string.Join(
                ' ',
                errors.EnumerateArray().Select(e => Loose.Text(e, "path")).OfType<string>().Distinct().Take(3)
            ),
            _ => null,
        };
}
