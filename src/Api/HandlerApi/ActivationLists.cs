using System.Globalization;
using System.Text.Json.Nodes;
using XthonBot.Core.Views.Storefront;

namespace XthonBot.Api.HandlerApi;

/// <summary>The services on sale, in the protocol's JSON.</summary>
internal static class ActivationLists
{
    // The suffix says that calls are not forwarded. The protocol's own client in Java falls over a key without one.
    public static string Counts(IReadOnlyList<ServiceView> services) =>
        ActivationJson.Text(
            new JsonObject(
                services.Select(s => KeyValuePair.Create($"{s.Code}_0", (JsonNode?)s.Stock.ToString(CultureInfo.InvariantCulture)))
            )
        );

    public static string Prices(IReadOnlyList<ServiceView> services) =>
        services.Count == 0
            ? "{}"
            : ActivationJson.Text(
                new JsonObject
                {
                    [Country.Text] = new JsonObject(
                        services.Select(s =>
                            KeyValuePair.Create(
                                s.Code,
                                (JsonNode?)
                                    new JsonObject
                                    {
                                        ["cost"] = ActivationJson.Amount(s.Price),
                                        ["count"] = s.Stock,
                                        ["physicalCount"] = s.Stock,
                                    }
                            )
                        )
                    ),
                }
            );

    public static string PricesByService(IReadOnlyList<ServiceView> services) =>
        ActivationJson.Text(
            new JsonObject(
                services.Select(s =>
                    KeyValuePair.Create(
                        s.Code,
                        (JsonNode?)
                            new JsonObject
                            {
                                [Country.Text] = new JsonObject
                                {
                                    ["cost"] = ActivationJson.Amount(s.Price),
                                    ["price"] = ActivationJson.Amount(s.Price),
                                    ["count"] = s.Stock,
                                },
                            }
                    )
                )
            )
        );

    public static string TopCountries(IReadOnlyList<ServiceView> services) =>
        services is not [var service]
            ? "{}"
            : ActivationJson.Text(
                new JsonObject
                {
                    ["0"] = new JsonObject
                    {
                        ["country"] = Country.Number,
                        ["count"] = service.Stock,
                        ["price"] = ActivationJson.Amount(service.Price),
                        ["retail_price"] = ActivationJson.Amount(service.ListPrice),
                    },
                }
            );

    public static string Services(IReadOnlyList<ServiceView> services) =>
        ActivationJson.Text(
            new JsonObject
            {
                ["status"] = "success",
                ["services"] = new JsonArray([.. services.Select(s => new JsonObject { ["code"] = s.Code, ["name"] = s.Name })]),
            }
        );

    public static string Countries() =>
        ActivationJson.Text(
            new JsonObject
            {
                [Country.Text] = new JsonObject
                {
                    ["id"] = Country.Number,
                    ["rus"] = "США",
                    ["eng"] = "USA",
                    ["chn"] = "美国",
                    ["visible"] = 1,
                    ["retry"] = 1,
                    ["rent"] = 0,
                    ["multiService"] = 0,
                },
            }
        );

    public static string Operators() =>
        ActivationJson.Text(
            new JsonObject
            {
                ["status"] = "success",
                ["countryOperators"] = new JsonObject { [Country.Text] = new JsonArray("any") },
            }
        );
}
