using System.Globalization;
using System.Text.Json;
using XthonBot.Core.Modules.Suppliers;
using static XthonBot.Integrations.Suppliers.Agents.AgentAnswer;

namespace XthonBot.Integrations.Suppliers.Agents;

/// <summary>An agent's stock of a service in one network of a country, by its own names.</summary>
internal sealed record AgentOffer(string Country, string Operator, string Service, int Count);

/// <summary>
/// Reads the answer to GET_SERVICES: a list of countries, of each its operators, of each its services with how many there are; lists may be
/// objects and objects lists.
/// </summary>
internal static class AgentOffers
{
    private const string Any = "any";

    /// <summary>So many networks are asked for one number.</summary>
    private const int MostPlaces = 3;

    /// <returns>Null for what has no list of countries.</returns>
    public static IReadOnlyList<AgentOffer>? Read(JsonElement json) =>
        Field(json, "countryList", "countries", "data") is { ValueKind: JsonValueKind.Array or JsonValueKind.Object } countries
            ?
            [
                .. Named(countries, "country", "countryName", "name")
                    .SelectMany(country =>
                        Operators(Field(country.Value, "operatorMap", "operators") ?? country.Value)
                            .SelectMany(network =>
                                Services(network.Value)
                                    .Select(service => new AgentOffer(country.Name, network.Name, service.Key, service.Value))
                            )
                    ),
            ]
            : null;

    /// <summary>
    /// Whether it is of the country and the network that are configured; without a country, of the USA by any of its names.
    /// </summary>
    public static bool Fits(AgentOffer offer, SupplierOptions options) =>
        (string.IsNullOrWhiteSpace(options.Country) ? IsUsa(offer.Country) : Same(offer.Country, options.Country))
        && (string.IsNullOrWhiteSpace(options.Operator) || Same(options.Operator, Any) || Same(offer.Operator, options.Operator));

    /// <summary>How many there are of each service. Where a country has a network "any" beside others, that is their sum.</summary>
    public static IReadOnlyDictionary<string, int> Counts(IReadOnlyList<AgentOffer> offers) =>
        offers
            .GroupBy(o => o.Service, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(
                service => service.Key,
                service =>
                    (int)
                        Math.Min(
                            int.MaxValue,
                            service
                                .GroupBy(o => o.Country, StringComparer.OrdinalIgnoreCase)
                                .Sum(country => WholeOf(country).Sum(o => (long)o.Count))
                        ),
                StringComparer.OrdinalIgnoreCase
            );

    /// <summary>Where a service is to be had, the most promising first.</summary>
    public static IEnumerable<AgentOffer> Places(IReadOnlyList<AgentOffer> offers, string service) =>
        offers
            .Where(o => Same(o.Service, service))
            .GroupBy(o => o.Country, StringComparer.OrdinalIgnoreCase)
            .SelectMany(WholeOf)
            .Where(o => o.Count > 0)
            .OrderByDescending(o => o.Count)
            .Take(MostPlaces);

    private static IEnumerable<AgentOffer> WholeOf(IEnumerable<AgentOffer> country) =>
        country.ToList() is var all && all.FindAll(o => Same(o.Operator, Any)) is { Count: > 0 } any ? any : all;

    private static bool IsUsa(string country) =>
        Same(country, "us") || country.StartsWith("usa", StringComparison.OrdinalIgnoreCase) || country == "187";

    private static bool Same(string one, string? other) => string.Equals(one.Trim(), other?.Trim(), StringComparison.OrdinalIgnoreCase);

    // An object has the names as its keys; in a list each is an object that says its name, or has it as its first key.
    private static IEnumerable<(string Name, JsonElement Value)> Named(JsonElement json, params string[] names) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => json.EnumerateObject().Select(p => (p.Name, p.Value)),
            JsonValueKind.Array => json.EnumerateArray()
                .Where(item => item.ValueKind == JsonValueKind.Object && item.EnumerateObject().Any())
                .Select(item => (Text(Field(item, names)) ?? item.EnumerateObject().First().Name, item)),
            _ => [],
        };

    private static IEnumerable<(string Name, JsonElement Value)> Operators(JsonElement json) =>
        // Some have no networks, and their services right here.
        json.ValueKind == JsonValueKind.Object
        && (ServicesOf(json) is not null || json.EnumerateObject().Any(p => Count(p.Value) is not null))
            ? [(Any, json)]
            : Named(json, "operator", "operatorName", "name");

    private static Dictionary<string, int> Services(JsonElement json)
    {
        var services = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in Named(ServicesOf(json) ?? json, "service", "code", "name"))
        {
            if ((Count(value) ?? Count(Field(value, "count", "quantity", "cnt")) ?? Count(Field(value, name))) is { } count)
                services[name] = count;
        }

        return services;
    }

    private static JsonElement? ServicesOf(JsonElement json) => Field(json, "services", "serviceMap", "serviceList");

    private static int? Count(JsonElement? json) =>
        decimal.TryParse(
            Text(json),
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var count
        )
            ? (int)Math.Clamp(decimal.Truncate(count), 0, int.MaxValue)
            : null;
}
