using System.Globalization;
using System.Text.Json;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Integrations.Reading;

namespace XthonBot.Integrations.Suppliers;

/// <summary>
/// Reads prices in whatever order upstream nests them: country, service, operator, price. Known are our services' names there
/// and the country; what lies below a service and has a price is an offer of it.
/// </summary>
/// <param name="wanted">Upstream's names of our services.</param>
internal sealed class PriceList(IReadOnlyCollection<string> wanted, int country, decimal? rate)
{
    /// <summary>Where upstream says that there are some, but not how many.</summary>
    private const int Some = 10;

    private static readonly string[] PriceNames = ["cost", "price", "activationcost", "retailprice", "defaultprice", "minprice", "sum"];

    private static readonly string[] CountNames = ["count", "qty", "quantity", "stock", "available", "total", "numbers", "physicalcount"];

    private static readonly string[] Dollar = ["usd", "$", "us$", "840", "dollar", "dollars"];

    private static readonly string[] Usa = ["usa", "us", "unitedstates", "unitedstatesofamerica", "usavirtual", "america", "any", "all"];

    private readonly Dictionary<string, (Money Cost, int Count)> found = new(StringComparer.OrdinalIgnoreCase);
    private readonly string[] countries = country is 187 or 12
        ? [country.ToString(CultureInfo.InvariantCulture), "usa", "us", "unitedstates"]
        : [country.ToString(CultureInfo.InvariantCulture)];

    /// <summary>Whether one of our services is there with something that is no price.</summary>
    public bool HasUnread { get; private set; }

    /// <returns>Null for what is no list of prices.</returns>
    public IReadOnlyDictionary<string, (Money Cost, int Count)>? Read(Reply reply)
    {
        if (reply is not { IsFine: true, Json: { } json })
            return null;
        Walk(json, null, false);
        return found.Count > 0 || IsEmpty(json) || (!HasUnread && Loose.Objects(json).Any(o => Offer(o) is not null || IsPriceMap(o, true)))
            ? found
            : null;
    }

    private void Walk(JsonElement element, string? service, bool isOfCountry)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Walk(item, service, isOfCountry);
                break;
            case JsonValueKind.Object when IsOfOtherMoney(element):
                HasUnread = true;
                break;
            case JsonValueKind.Object when !IsElsewhere(element):
                WalkObject(
                    element,
                    Loose.Text(element, "service", "servicecode", "product", "code") is { } named && Wanted(named) is { } own
                        ? own
                        : service,
                    isOfCountry
                );
                break;
            case JsonValueKind.String or JsonValueKind.Number when service is not null:
                Add(service, Amounts.Dollars(Loose.Value(element), rate, roundUp: true), Some);
                break;
        }
    }

    private void WalkObject(JsonElement element, string? service, bool isOfCountry)
    {
        if (service is not null && Offer(element) is { } offer)
        {
            Add(service, offer.Cost, offer.Count);
            return;
        }

        if (
            !isOfCountry
            && element.EnumerateObject().FirstOrDefault(f => countries.Any(c => Loose.IsNamed(f.Name, c)))
                is { Value.ValueKind: not JsonValueKind.Undefined } here
        )
        {
            Walk(here.Value, service, true);
            return;
        }

        if (service is not null && IsPriceMap(element, isOfCountry))
        {
            foreach (var price in element.EnumerateObject())
                Add(service, Amounts.Dollars(price.Name, rate, roundUp: true), Amounts.Count(Loose.Value(price.Value)) ?? 0);
            return;
        }

        // Other countries, and ours is not among them.
        if (
            !isOfCountry
            && element.EnumerateObject().Any()
            && element.EnumerateObject().All(f => f.Name.Length <= 4 && f.Name.All(char.IsAsciiDigit) && Wanted(f.Name) is null)
        )
            return;
        var before = found.Count;
        foreach (var field in element.EnumerateObject())
        {
            if (service is null && Wanted(field.Name) is { } named)
            {
                Walk(field.Value, named, isOfCountry);
                HasUnread |= !found.ContainsKey(named) && !IsEmpty(field.Value);
            }
            else if (field.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                Walk(field.Value, service, isOfCountry);
            }
        }

        HasUnread |=
            service is not null
            && found.Count == before
            && !found.ContainsKey(service)
            && element.EnumerateObject().Any(f => f.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number);
    }

    // The lowest price with stock; of equal prices all together.
    private void Add(string service, Money? cost, int count)
    {
        if (cost is not { } price)
            return;
        if (!found.TryGetValue(service, out var before) || before.Count == 0 || (count > 0 && price < before.Cost))
            found[service] = (price, count);
        else if (price == before.Cost)
            found[service] = (price, before.Count + Math.Min(count, 1_000_000));
    }

    private (Money? Cost, int Count)? Offer(JsonElement element)
    {
        var (cost, count) = (Loose.Field(element, PriceNames), Loose.Field(element, CountNames));
        var amount = Loose.Field(element, "amount");
        (cost, count) = (cost ?? amount, cost is null ? count : count ?? amount);
        return Amounts.Dollars(Loose.Value(cost), rate, roundUp: true) is { } price ? (price, Number(count)) : null;
    }

    // Without a rate its prices are dollars, or unread.
    private bool IsOfOtherMoney(JsonElement element) =>
        rate is null
        && Loose.Text(element, "currency", "currencycode", "currencyid") is { } money
        && !Dollar.Contains(money, StringComparer.OrdinalIgnoreCase);

    private int Number(JsonElement? count) =>
        count switch
        {
            null or { ValueKind: JsonValueKind.True } => Some,
            { ValueKind: JsonValueKind.False } => 0,
            _ => Amounts.Count(Loose.Value(count)) ?? Worded(Loose.Value(count) ?? ""),
        };

    // 10 pcs; what begins with no digit is unread, and stands for none.
    private int Worded(string count)
    {
        var digits = count.TakeWhile(char.IsAsciiDigit).Count();
        HasUnread |= digits == 0 && count.Length > 0;
        return digits == 0 ? 0 : Amounts.Count(count[..digits]) ?? 0;
    }

    // {"0.22": 5, "0.3": 10}. Whole numbers may as well be countries, unless one was passed.
    private static bool IsPriceMap(JsonElement element, bool isOfCountry) =>
        element.ValueKind == JsonValueKind.Object
        && element.EnumerateObject().Any()
        && (isOfCountry || element.EnumerateObject().Any(f => f.Name.AsSpan().ContainsAny('.', ',')))
        && element.EnumerateObject().All(f => Amounts.Count(f.Name) is not null && Amounts.Count(Loose.Value(f.Value)) is not null);

    // By its number, or by its name where ours is known.
    private bool IsElsewhere(JsonElement element)
    {
        var inner = Loose.Field(element, "country") ?? default;
        var named = Loose.Text(element, "country", "countrycode", "countryid") ?? Loose.Text(inner, "id", "code", "name");
        if (named is null)
            return false;
        return named.All(char.IsAsciiDigit)
            ? !countries.Contains(named)
            : countries.Length > 1
                && named.All(c => char.IsAsciiLetter(c) || c is ' ' or '_' or '-')
                && !Usa.Any(usa => Loose.IsNamed(named.Replace(" ", "", StringComparison.Ordinal), usa));
    }

    private string? Wanted(string name) =>
        wanted.FirstOrDefault(w =>
            string.Equals(w, name, StringComparison.OrdinalIgnoreCase)
            || (
                name.Length == w.Length + 2
                && name.StartsWith(w, StringComparison.OrdinalIgnoreCase)
                && name.EndsWith("_0", StringComparison.Ordinal)
            )
        );

    private static bool IsEmpty(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object or JsonValueKind.Array => Loose.Children(element).All(IsEmpty),
            JsonValueKind.Null => true,
            _ => false,
        };
}
