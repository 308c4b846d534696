using System.Text.Json;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.Integrations.Reading;

namespace XthonBot.Integrations.Suppliers;

/// <summary>Reads what is active: rows under one of several names, at times beside an empty list under another.</summary>
internal static class ActiveList
{
    private static readonly string[] None = ["NO_ACTIVATIONS", "NO_ACTIVATION", "NO_ACTIVE_ACTIVATIONS"];

    private static readonly string[] Lists =
    [
        "activeactivations",
        "activations",
        "orders",
        "data",
        "rows",
        "items",
        "list",
        "result",
        "response",
    ];

    /// <returns>Null for what is no list.</returns>
    public static IReadOnlyList<ActiveNumber>? Read(Reply reply)
    {
        if (reply.IsFine && reply.Json is { } json && IsList(json))
        {
            // An object beside the list, such as the account, is no row of it.
            var lists =
                json.ValueKind == JsonValueKind.Object ? Lists.Select(name => Loose.Field(json, name)).OfType<JsonElement>() : [json];
            var rows = lists.SelectMany(Loose.Objects).Select(Row).OfType<ActiveNumber>().DistinctBy(a => a.Id).ToList();
            // Rows of which none can be read are not nothing.
            return rows.Count > 0 || !HasRows(json) ? rows : null;
        }

        return reply.Says(None) is null ? null : [];
    }

    /// <summary>Whether it holds rows, be they under names that nobody knows: such an answer refuses nothing.</summary>
    public static bool HoldsRows(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Array => json.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Object || HoldsRows(item)),
            JsonValueKind.Object => json.EnumerateObject().Any(field => HoldsRows(field.Value)),
            _ => false,
        };

    private static ActiveNumber? Row(JsonElement row) =>
        Purchases.Id(Loose.Text(row, "activationid", "id", "orderid")) is { } id
        && Loose.Field(row, "phonenumber", "phone", "number", "servicecode", "service", "activationid") is not null
            ? new ActiveNumber(
                id,
                Service(row),
                Purchases.Phone(Loose.Text(row, "phonenumber", "phone", "number")),
                Loose.Text(row, "orderid", "externalid")
            )
            : null;

    private static string Service(JsonElement row) =>
        Loose.Text(row, "servicecode", "service", "product") is not { } named ? ""
        : named.EndsWith("_0", StringComparison.Ordinal) ? named[..^2]
        : named;

    private static bool IsList(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array
        || Lists.Any(name => Loose.Field(json, name) is { ValueKind: JsonValueKind.Array or JsonValueKind.Object });

    private static bool HasRows(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array
            ? json.GetArrayLength() > 0
            : Lists.Any(name =>
                Loose.Field(json, name) is { } list
                && (
                    list.ValueKind == JsonValueKind.Array
                        ? list.GetArrayLength() > 0
                        : list.ValueKind == JsonValueKind.Object && HasRows(list)
                )
            );
}
