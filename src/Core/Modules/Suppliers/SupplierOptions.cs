using System.Globalization;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Suppliers;

/// <summary>The section <c>Suppliers</c> of the configuration: where numbers are bought in, by name.</summary>
public sealed class SuppliersOptions : Dictionary<string, SupplierOptions>
{
    public SuppliersOptions()
        : base(StringComparer.OrdinalIgnoreCase)
    {
    }
}

public enum SupplierKind
{
    /// <summary>An upstream store that speaks the activation protocol, where this store has an account of its own.</summary>
    Activation,

    /// <summary>The software of a SIM bank, as the agent of SMSHub or Onlinesim; this store is its hub.</summary>
    Agent,
}

public sealed class SupplierOptions
{
    private const int Usa = 187;
    private const int UsaVirtual = 12;
    private const int LeastAgentKey = 16;
    private const NumberStyles FactorStyle = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;

    public SupplierKind Kind { get; set; }

    /// <summary>The whole address, such as <c>https://upstream.example/stubs/handler_api.php</c>.</summary>
    public string Url { get; set; } = "";

    /// <summary>Of the account upstream; with an agent the protocol key, which both sides send.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>
    /// The activation protocol's number of the country; 187, without it, is the USA. With an agent the country's name; without it,
    /// whatever the agent names that is the USA, such as <c>usaphysical</c>.
    /// </summary>
    public string? Country { get; set; }

    /// <summary>With an agent: the network, by the protocol's name; without it, any.</summary>
    public string? Operator { get; set; }

    /// <summary>With an agent: the dollars that its owner gets for a number that brought a code; none for one's own SIM bank.</summary>
    public string? Cost { get; set; }

    /// <summary>The codes of our services, and what upstream calls them.</summary>
    public Dictionary<string, string> Services { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Percent on top of what upstream asks; without it a number is sold at the service's own price.</summary>
    public int? Margin { get; set; }

    /// <summary>Dollars: what upstream asks more for is not bought. It is never bought for more than the customer pays.</summary>
    public string? PriceCap { get; set; }

    /// <summary>What one unit of upstream's money is in dollars, such as 0.0105 for roubles; without it upstream counts in dollars.</summary>
    public string? Factor { get; set; }

    /// <summary>Whether to buy there before the own shelf is looked at.</summary>
    public bool First { get; set; }

    /// <summary>How long an answer is waited for.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often an open activation is asked for its code.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a purchase whose answer was lost is looked for upstream before the customer gets the money back.</summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromSeconds(30);

    public bool IsAgent => Kind == SupplierKind.Agent;

    /// <summary>What a number of an agent costs, once it brought a code.</summary>
    public Money AgentCost => string.IsNullOrWhiteSpace(Cost) ? Money.Zero : Money.Parse(Cost).Value;

    /// <summary>The activation protocol's number of the country.</summary>
    public int CountryNumber => string.IsNullOrWhiteSpace(Country) ? Usa : int.Parse(Country, CultureInfo.InvariantCulture);

    internal Money? Cap => string.IsNullOrWhiteSpace(PriceCap) ? null : Money.Parse(PriceCap).Value;

    /// <summary>Null: dollars.</summary>
    public decimal? Rate => string.IsNullOrWhiteSpace(Factor) ? null : decimal.Parse(Factor, FactorStyle, CultureInfo.InvariantCulture);

    /// <summary>Whether it is a whole number of the country that is bought there. A cut one would be sold as another's.</summary>
    internal bool Sells(PhoneNumber phone) => !IsUsa || phone.E164 is ['+', '1', >= '2', _, _, _, _, _, _, _, _, _];

    private bool IsUsa => IsAgent
        ? string.IsNullOrWhiteSpace(Country) || Country.StartsWith("usa", StringComparison.OrdinalIgnoreCase)
        : CountryNumber is Usa or UsaVirtual;

    /// <summary>Blanks and line ends are no part of a value.</summary>
    internal void Trim()
    {
        (Url, ApiKey) = (Url.Trim(), ApiKey.Trim());
        foreach (var (ours, theirs) in Services.ToList())
            Services[ours] = theirs?.Trim() ?? "";
    }

    /// <summary>The list price of a number that costs this much, on a service with this price of its own.</summary>
    internal Money ListPrice(Money cost, Money own) =>
        Margin is { } percent ? new Money(checked((cost.Minor * (100 + percent)) + 50) / 100) : own;

    /// <returns>What is wrong with it, by the key's name; null where all is well.</returns>
    internal static string? Problem(string name, SupplierOptions supplier)
    {
        var key = "Suppliers:" + name;
        if (name.Length > 32 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            return $"{key}: the name must be up to 32 letters, digits, _ and -.";
        if (!Uri.TryCreate(supplier.Url, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.Query.Length > 0)
            return $"{key}:Url must be an http(s) address without a query, such as https://upstream.example/stubs/handler_api.php.";
        if (string.IsNullOrWhiteSpace(supplier.ApiKey))
            return $"{key}:ApiKey is missing.";
        if (supplier.Services.Count == 0 || supplier.Services.Any(s => string.IsNullOrWhiteSpace(s.Value)))
            return $"{key}:Services must name what upstream calls each service, such as {key}:Services:tg = tg.";
        if (supplier.Margin is < 0 or > 1000)
            return $"{key}:Margin must be a percentage from 0 to 1000.";
        if (!string.IsNullOrWhiteSpace(supplier.PriceCap) && !Money.ParsePositive(supplier.PriceCap).IsOk)
            return $"{key}:PriceCap must be an amount such as 0.80.";
        if (!string.IsNullOrWhiteSpace(supplier.Factor)
            && !(decimal.TryParse(supplier.Factor, FactorStyle, CultureInfo.InvariantCulture, out var factor) && factor is >= 0.000001m and <= 1000m))
            return $"{key}:Factor must say what one unit of their money is in dollars, such as 0.0105.";
        if ((supplier.IsAgent ? AgentProblem(key, supplier) : ActivationProblem(key, supplier)) is { } ofItsKind)
            return ofItsKind;
        foreach (var (what, value, least, most) in Durations(supplier))
        {
            if (value < least || value > most)
                return string.Create(CultureInfo.InvariantCulture, $"{key}:{what} must be between {least} and {most}.");
        }

        return null;
    }

    private static string? ActivationProblem(string key, SupplierOptions supplier) =>
        supplier.Country is { } country && !string.IsNullOrWhiteSpace(country)
            && !(int.TryParse(country, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) && number <= 9999) ? $"{key}:Country must be the protocol's number of a country; the USA is 187."
        : !string.IsNullOrWhiteSpace(supplier.Cost) ? $"{key}:Cost is for {key}:Kind = {SupplierKind.Agent}: an upstream store says itself what it asks."
        : null;

    private static string? AgentProblem(string key, SupplierOptions supplier) =>
        // It is all that its requests are known by.
        supplier.ApiKey.Length < LeastAgentKey || supplier.ApiKey.Any(c => c is <= ' ' or > '~') ? $"{key}:ApiKey must be at least {LeastAgentKey} letters, digits or signs, without spaces: the agent is known by it alone."
        : !string.IsNullOrWhiteSpace(supplier.Cost) && !Money.Parse(supplier.Cost).IsOk ? $"{key}:Cost must be an amount such as 0.30."
        : supplier.Margin is not null && supplier.AgentCost == Money.Zero ? $"{key}:Margin is on top of {key}:Cost, which is missing; without both a number is sold at the service's own price."
        : null;

    private static IEnumerable<(string What, TimeSpan Value, TimeSpan Least, TimeSpan Most)> Durations(SupplierOptions supplier) =>
    [
        (nameof(Timeout), supplier.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)),
        (nameof(Interval), supplier.Interval, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)),
        (nameof(GiveUpAfter), supplier.GiveUpAfter, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
    ];
}

internal sealed class ValidSuppliers : IValidateOptions<SuppliersOptions>
{
    public ValidateOptionsResult Validate(string? name, SuppliersOptions options) =>
        options.Select(s => SupplierOptions.Problem(s.Key, s.Value)).FirstOrDefault(problem => problem is not null) is { } found
            ? ValidateOptionsResult.Fail(found)
            : ValidateOptionsResult.Success;
}
