using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using XthonBot.Core.Primitives;
using XthonBot.Core.Suppliers;

namespace XthonBot.Api.Suppliers;

/// <summary>
/// Speaks the activation protocol (<c>handler_api.php</c>) to a supplier. Its answers are words with HTTP 200; whatever else comes is
/// taken for lost. Requests hold the key and answers hold codes: neither is ever part of an exception's message.
/// </summary>
internal sealed class ActivationClient : ISupplierClient, IDisposable
{
    // Refusals of a purchase in so many words. Any other error, such as ERROR_SQL, may have come after the number was taken.
    private static readonly string[] Refusals =
    [
        "NO_NUMBERS", "NO_BALANCE", "WRONG_MAX_PRICE", "BAD_KEY", "NO_KEY", "BAD_ACTION", "BAD_SERVICE", "BAD_COUNTRY", "WRONG_SERVICE", "WRONG_COUNTRY",
        "CHANNELS_LIMIT", "BANNED", "ACCOUNT_INACTIVE", "MAX_PRICE", "WRONG_EXCEPTION_PHONE", "NO_CONNECTION_TO_OPERATOR", "SERVICE_UNAVAILABLE_REGION", "REQUEST_LIMIT", "LIMIT_EXCEEDED",
    ];

    private readonly SuppliersOptions suppliers;

    private readonly HttpClient http = SupplierHttp.Client();

    public ActivationClient(IOptions<SuppliersOptions> suppliers) => this.suppliers = suppliers.Value;

    public async Task<BuyAnswer> BuyAsync(string supplier, string service, Money most, string reference, CancellationToken ct)
    {
        var answer = await AskAsync(
            supplier, "getNumber", ct, ("service", service), ("country", Country(supplier)), ("maxPrice", most.ToString()), ("ref", reference));
        if (answer.Split(':') is ["ACCESS_NUMBER", { Length: > 0 and <= 64 } id, var digits])
            return new BuyAnswer.Number(id, Phone(digits));
        return Refusals.FirstOrDefault(word => answer == word || answer.StartsWith(word + ":", StringComparison.Ordinal)) is { } refusal
            ? new BuyAnswer.None(refusal)
            : throw Nonsense("getNumber");
    }

    public async Task<ActivationStatus> StatusAsync(string supplier, string activation, CancellationToken ct)
    {
        var answer = await AskAsync(supplier, "getStatusV2", ct, ("id", activation));
        if (answer.StartsWith('{'))
            return Answers.StatusV2(answer) ?? throw Nonsense("getStatusV2");
        // What does not know the second version answers with the word, and is asked by the first.
        if (answer is "BAD_ACTION" or "WRONG_ACTION")
            answer = await AskAsync(supplier, "getStatus", ct, ("id", activation));
        var (word, tail) = Split(answer);
        return word switch
        {
            "STATUS_WAIT_CODE" or "STATUS_WAIT_RESEND" => new ActivationStatus(ActivationStep.Waiting),
            "STATUS_WAIT_RETRY" => new ActivationStatus(ActivationStep.Waiting, Unquoted(tail) is { Length: > 0 } before ? before : null),
            "STATUS_OK" when Unquoted(tail) is { Length: > 0 } code => new ActivationStatus(ActivationStep.Text, code),
            "STATUS_CANCEL" or "NO_ACTIVATION" or "WRONG_ACTIVATION_ID" or "BAD_ID" => new ActivationStatus(ActivationStep.Gone),
            _ => throw Nonsense("getStatus"),
        };
    }

    public async Task<ChangeAnswer> ChangeAsync(string supplier, string activation, ActivationChange change, CancellationToken ct)
    {
        var answer = await AskAsync(supplier, "setStatus", ct, ("id", activation), ("status", ((int)change).ToString(CultureInfo.InvariantCulture)));
        return Split(answer).Word switch
        {
            "ACCESS_READY" or "ACCESS_RETRY_GET" or "ACCESS_ACTIVATION" or "ACCESS_CANCEL" => ChangeAnswer.Done,
            "EARLY_CANCEL_DENIED" => ChangeAnswer.TooEarly,
            "BAD_STATUS" or "WRONG_STATUS" => ChangeAnswer.Refused,
            "NO_ACTIVATION" or "STATUS_CANCEL" or "WRONG_ACTIVATION_ID" or "BAD_ID" => ChangeAnswer.Gone,
            _ => throw Nonsense("setStatus"),
        };
    }

    public async Task<IReadOnlyList<ActiveNumber>> ActiveAsync(string supplier, CancellationToken ct)
    {
        var answer = await AskAsync(supplier, "getActiveActivations", ct);
        return answer is "NO_ACTIVATIONS" or "NO_ACTIVATION" ? [] : Answers.Active(answer) ?? throw Nonsense("getActiveActivations");
    }

    public async Task<IReadOnlyDictionary<string, (Money Cost, int Count)>> OffersAsync(string supplier, CancellationToken ct) =>
        Answers.Prices(await AskAsync(supplier, "getPrices", ct, ("country", Country(supplier))), Country(supplier)) ?? throw Nonsense("getPrices");

    public async Task<Money> BalanceAsync(string supplier, CancellationToken ct) =>
        Split(await AskAsync(supplier, "getBalance", ct)) is ("ACCESS_BALANCE", var amount) && Answers.Amount(amount, roundUp: false) is { } balance ? balance : throw Nonsense("getBalance");

    public void Dispose() => http.Dispose();

    internal static PhoneNumber? Phone(string? digits) =>
        digits is { Length: > 0 } && PhoneNumber.Parse(digits.StartsWith('+') ? digits : "+" + digits).TryGet(out var phone, out _) ? phone : null;

    private string Country(string supplier) => suppliers[supplier].CountryNumber;

    private static (string Word, string Tail) Split(string answer) => answer.IndexOf(':') is var colon and > 0 ? (answer[..colon], answer[(colon + 1)..]) : (answer, "");

    private static string Unquoted(string text) => text.Trim().Trim('\'', '"').Trim();

    private static SupplierLostException Nonsense(string action) => new($"{action}: not an answer of the protocol");

    // In the form of a POST: an address is written into logs on the way, a body is not.
    private async Task<string> AskAsync(string supplier, string action, CancellationToken ct, params (string Name, string Value)[] parameters)
    {
        var options = suppliers[supplier];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.Timeout);
        var form = parameters.Prepend(("action", action)).Prepend(("api_key", options.ApiKey)).Select(p => KeyValuePair.Create(p.Item1, p.Item2));
        try
        {
            using var content = new FormUrlEncodedContent(form);
            using var request = new HttpRequestMessage(HttpMethod.Post, options.Url) { Content = content };
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, limit.Token);
            if (response.StatusCode != HttpStatusCode.OK)
                throw new SupplierLostException(string.Create(CultureInfo.InvariantCulture, $"{action}: HTTP {(int)response.StatusCode}"));
            return Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(limit.Token)).Trim().Trim('\uFEFF');
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new SupplierLostException($"{action}: no answer in time");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidOperationException)
        {
            throw new SupplierLostException($"{action}: {e.GetType().Name}");
        }
    }
}
