using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using XthonBot.Core.Modules.Payments;
using XthonBot.Integrations.Payments.Http;
using XthonBot.Integrations.Reading;

namespace XthonBot.Integrations.Payments.Generic;

/// <summary>
/// A page that the operator runs in front of whatever takes the money. Both sides sign by the Standard Webhooks scheme with one secret; the
/// protocol stands in <c>docs/operate/payments.md</c>.
/// </summary>
internal sealed class GenericProvider(PaymentHttp http, TimeProvider time) : IPaymentProvider
{
    private const string Start = "payment.start";
    private const string Read = "payment.read";
    private const string List = "payment.list";
    private const string Refund = "payment.refund";
    private const string Check = "payment.check";

    public IReadOnlyCollection<PaymentKind> Kinds => [PaymentKind.Generic];

    public async Task<Invoice> StartAsync(PaymentWay way, PaymentToStart payment, CancellationToken ct)
    {
        var answer = await AskAsync(
            way,
            Start,
            new JsonObject
            {
                ["id"] = payment.Id.ToString(),
                ["amount"] = payment.Charge.Text,
                ["currency"] = payment.Charge.Currency,
                ["description"] = payment.Description,
                ["language"] = payment.Language,
                ["customer"] = GenericMessage.Customer(GenericMessage.Key(way), payment.Payer),
                ["expires_at"] = GenericMessage.Time(payment.ExpiresAt),
                ["hook_url"] = payment.HookUrl,
                ["return_url"] = payment.ReturnUrl,
            },
            ct
        );
        if (IsNotOffered(answer))
            throw new PaymentRefusedException($"{Start}: the page does not offer it", nameof(PaymentWayOptions.Url));
        var said = Said(answer);
        return PaymentAnswer.Link(said, "url") is { } url
            ? new Invoice(payment.Id.ToString(), url, PaymentAnswer.Time(said, "expiresat"))
            : throw new PaymentLostException($"{Start}: no address for the payer");
    }

    public async Task<FoundPayment?> FindAsync(PaymentWay way, PaymentToFind payment, CancellationToken ct)
    {
        var answer = await AskAsync(way, Read, new JsonObject { ["id"] = payment.Id.ToString() }, ct);
        if (IsNotOffered(answer))
            return null;
        var said = Said(answer);
        return GenericMessage.Read(said) is { } news && news.Payment == payment.Id
            ? new FoundPayment(news, PaymentAnswer.Link(said, "url"))
            : throw new PaymentLostException($"{Read}: no payment, or another one");
    }

    public async Task<IReadOnlyList<PaymentNews>> ListAsync(PaymentWay way, DateTime since, CancellationToken ct)
    {
        var answer = await AskAsync(way, List, new JsonObject { ["since"] = GenericMessage.Time(since) }, ct);
        if (IsNotOffered(answer))
            return [];
        var said = Said(answer);
        var payments = said.ValueKind == JsonValueKind.Array ? said : Loose.Field(said, "payments");
        return payments is { ValueKind: JsonValueKind.Array } list
            ?
            [
                .. list.EnumerateArray()
                    .Select(payment =>
                        GenericMessage.Read(payment) ?? throw new PaymentLostException($"{List}: a payment that cannot be read")
                    ),
            ]
            : throw new PaymentLostException($"{List}: no list");
    }

    public HookReading Understand(PaymentWay way, HookRequest request) =>
        GenericMessage.ProblemWith(way, request, time.GetUtcNow()) is { } problem ? new HookReading.Forged(problem)
        : PaymentHttp.Read(request.Body) is { } json && GenericMessage.Read(json) is { } news ? new HookReading.Verified([news])
        : new HookReading.Malformed("the body must be JSON with id, state and, where there is money, received and currency");

    public async Task<RefundAnswer> RefundAsync(PaymentWay way, PaymentToRefund payment, CancellationToken ct)
    {
        var answer = await AskAsync(
            way,
            Refund,
            new JsonObject
            {
                ["id"] = payment.Id.ToString(),
                ["amount"] = payment.Received.Text,
                ["currency"] = payment.Received.Currency,
            },
            ct
        );
        if (IsNotOffered(answer))
            return RefundAnswer.ByHand;
        // A page that says 200 to whatever it gets has given nothing back.
        return Loose.Text(Said(answer), "state") == "refunded"
            ? RefundAnswer.Done
            : throw new PaymentLostException($"{Refund}: the page does not say that it is done");
    }

    public async Task CheckAsync(PaymentWay way, CancellationToken ct)
    {
        var answer = await AskAsync(way, Check, [], ct);
        if (!answer.IsFine && !IsNotOffered(answer))
            throw Failure(answer);
    }

    private static bool IsNotOffered(PaymentAnswer answer) => answer.Status is 404 or 501;

    private static JsonElement Said(PaymentAnswer answer) =>
        answer.IsFine
            ? answer.Json is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } json
                ? json
                : throw answer.Unreadable()
            : throw Failure(answer);

    private static Exception Failure(PaymentAnswer answer) =>
        answer.Failure(answer.Status, answer.Json is { } json ? Loose.Text(json, "error") : null, nameof(PaymentWayOptions.Secret));

    private async Task<PaymentAnswer> AskAsync(PaymentWay way, string type, JsonObject fields, CancellationToken ct)
    {
        fields.Insert(0, "type", type);
        var body = Encoding.UTF8.GetBytes(fields.ToJsonString());
        using var request = new HttpRequestMessage(HttpMethod.Post, PaymentHttp.Address(way.Options.Url));
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        GenericMessage.Sign(request, GenericMessage.Key(way), body, time.GetUtcNow());
        return await http.AskAsync(way, type, request, ct) with { IsChange = type is Start or Refund };
    }
}
