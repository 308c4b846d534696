using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.Integrations.Suppliers.Http;

namespace XthonBot.Integrations.Suppliers.Agents;

/// <summary>
/// Speaks to the software of a SIM bank as its hub: the agent protocol of SMSHub (version of March 6, 2024), which Onlinesim's reseller
/// API follows. Questions and answers are JSON; texts come by themselves, to the hook of that name.
/// </summary>
internal sealed partial class AgentClient(
    IOptions<SuppliersOptions> suppliers,
    SupplierHttp http,
    ReadAgentNumbersHandler numbers,
    TimeProvider time,
    ILogger<AgentClient> log
) : ISupplierClient
{
    private const string Success = "SUCCESS";
    private const string NoNumbers = "NO_NUMBERS";

    /// <summary>By ISO 4217.</summary>
    private const int Dollars = 840;

    /// <summary>An older answer is not relied on: where another process asks regularly, this one does not hear it.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(1);

    /// <summary>The last answer of each agent about its stock.</summary>
    private readonly ConcurrentDictionary<string, (IReadOnlyList<AgentOffer> Offers, long At)> seen = new(StringComparer.OrdinalIgnoreCase);

    public async Task<BuyAnswer> BuyAsync(string supplier, string service, Money most, string reference, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        var options = suppliers.Value[supplier];
        var offers =
            seen.TryGetValue(supplier, out var last) && time.GetElapsedTime(last.At) < Age ? last.Offers : await SeeAsync(supplier, ct);
        var held = (await numbers.HandleAsync(supplier, ct)).ConvertAll(phone => phone[1..]);
        // By the names that it uses itself: some know no network by the name of "any".
        foreach (var place in AgentOffers.Places(offers, service))
        {
            var answer = await AskAsync(supplier, "GET_NUMBER", json => WritePurchase(json, place, service, options.AgentCost, held), ct);
            if (answer.Status == Success && answer.ExternalId is { } id)
                return new BuyAnswer.Number(AgentExternalId.Of(id, reference), answer.Number);
            if (answer.Status != NoNumbers)
                return new BuyAnswer.None(answer.Word);
            if (time.GetElapsedTime(began) > options.Timeout)
                break;
        }

        return new BuyAnswer.None(NoNumbers);
    }

    public async Task<ChangeAnswer> ChangeAsync(string supplier, string externalId, UpstreamChange change, CancellationToken ct)
    {
        var status = change switch
        {
            UpstreamChange.Finish => 3,
            UpstreamChange.Cancel => 4,
            UpstreamChange.Return => 5,
            UpstreamChange.Reject => 1,
            _ => throw new ArgumentOutOfRangeException(nameof(change), change, "An agent pushes further texts without being asked."),
        };
        var answer = await AskAsync(
            supplier,
            "FINISH_ACTIVATION",
            json =>
            {
                json.WritePropertyName("activationId");
                json.WriteRawValue(AgentExternalId.Id(externalId));
                json.WriteNumber("status", status);
            },
            ct
        );
        return answer.Status == Success ? ChangeAnswer.Done : ChangeAnswer.Refused;
    }

    public async Task<IReadOnlyDictionary<string, (Money Cost, int Count)>> OffersAsync(string supplier, CancellationToken ct)
    {
        var cost = suppliers.Value[supplier].AgentCost;
        return AgentOffers
            .Counts(await SeeAsync(supplier, ct))
            .ToDictionary(o => o.Key, o => (cost, o.Value), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Texts are pushed: there is never one to be asked for.</summary>
    public Task<UpstreamStatus> StatusAsync(string supplier, string externalId, CancellationToken ct) =>
        Task.FromResult(new UpstreamStatus(UpstreamStep.Waiting));

    /// <summary>The protocol has no list of what was taken.</summary>
    public Task<IReadOnlyList<ActiveNumber>> ActiveAsync(string supplier, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<ActiveNumber>>([]);

    public Task<Money> BalanceAsync(string supplier, CancellationToken ct) => throw new SupplierLostException("an agent has no balance");

    /// <summary>Most have one address for all; by Onlinesim's pages each request may have its own, such as <c>getNumber</c>.</summary>
    private static string Address(string url, string action) =>
        url.Replace(
            "{action}",
            action switch
            {
                "GET_SERVICES" => "getServices",
                "GET_NUMBER" => "getNumber",
                _ => "finishActivation",
            },
            StringComparison.OrdinalIgnoreCase
        );

    private static void WritePurchase(Utf8JsonWriter json, AgentOffer place, string service, Money cost, List<string> held)
    {
        json.WriteString("country", place.Country);
        json.WriteString("operator", place.Operator);
        json.WriteString("service", service);
        json.WriteNumber("sum", cost.Minor / 100m);
        json.WriteNumber("currency", Dollars);
        // Prefixes of any length: a whole number is one as well.
        if (held.Count == 0)
            return;
        json.WriteStartArray("exceptionPhoneSet");
        held.ForEach(json.WriteStringValue);
        json.WriteEndArray();
    }

    private async Task<IReadOnlyList<AgentOffer>> SeeAsync(string supplier, CancellationToken ct)
    {
        var options = suppliers.Value[supplier];
        var answer = await AskAsync(supplier, "GET_SERVICES", _ => { }, ct);
        if (AgentOffers.Read(answer.Json) is not { } all || answer.Status is not (Success or ""))
            throw new SupplierLostException($"GET_SERVICES: {answer.Word}");
        var fitting = all.Where(o => AgentOffers.Fits(o, options)).ToList();
        if (fitting.Count == 0 && all.Count > 0 && (!seen.TryGetValue(supplier, out var before) || before.Offers.Count > 0))
            LogElsewhere(
                log,
                supplier,
                string.Join(", ", all.Select(o => $"{AgentAnswer.Plain(o.Country)}/{AgentAnswer.Plain(o.Operator)}").Distinct().Take(10))
            );
        seen[supplier] = (fitting, time.GetTimestamp());
        return fitting;
    }

    private async Task<AgentAnswer> AskAsync(string supplier, string action, Action<Utf8JsonWriter> write, CancellationToken ct)
    {
        var options = suppliers.Value[supplier];
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("action", action);
            json.WriteString("key", options.ApiKey);
            write(json);
            json.WriteEndObject();
        }

        using var content = new ByteArrayContent(body.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        using var request = new HttpRequestMessage(HttpMethod.Post, Address(options.Url, action)) { Content = content };
        // Onlinesim's pages want the key here as well.
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("XthonBot", "2"));
        // A connection that the agent has closed meanwhile would lose a request that cannot be repeated.
        request.Headers.ConnectionClose = true;
        return await http.AskAsync(supplier, action, request, isOnce: false, ReadAsync, ct);

        // Some answer in the protocol's words with another status than 200.
        async Task<AgentAnswer> ReadAsync(HttpResponseMessage response, CancellationToken token) =>
            AgentAnswer.Read(await response.Content.ReadAsByteArrayAsync(token))
            ?? throw new SupplierLostException(
                response.StatusCode == HttpStatusCode.OK
                    ? $"{action}: not an answer of the protocol"
                    : string.Create(CultureInfo.InvariantCulture, $"{action}: HTTP {(int)response.StatusCode}")
            );
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Agent {Supplier} has numbers, but none of the country and the operator that are configured; it names {Places}"
    )]
    private static partial void LogElsewhere(ILogger log, string supplier, string places);
}
