using System.Globalization;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Suppliers;

/// <summary>The section <c>Suppliers</c> of the configuration: where numbers are bought in, by name.</summary>
public sealed class SuppliersOptions : Dictionary<string, SupplierOptions>
{
    public SuppliersOptions()
        : base(StringComparer.OrdinalIgnoreCase) { }
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
    internal const NumberStyles FactorStyle =
        NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;

    public SupplierKind Kind { get; set; }

    /// <summary>The whole address, such as <c>https://upstream.example/stubs/handler_api.php</c>.</summary>
    public string Url { get; set; } = "";

    /// <summary>The key of the account upstream; with an agent the protocol key, which both sides send.</summary>
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

    /// <summary>
    /// The worth of one unit of upstream's money in dollars, such as 0.0105 for roubles; without it upstream counts in dollars.
    /// </summary>
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

    /// <summary>The cost of an agent's number, once it brought a code.</summary>
    public Money AgentCost => string.IsNullOrWhiteSpace(Cost) ? Money.Zero : Money.Parse(Cost).Value;

    /// <summary>The activation protocol's number of the country.</summary>
    public int CountryNumber => string.IsNullOrWhiteSpace(Country) ? Usa : int.Parse(Country, CultureInfo.InvariantCulture);

    internal Money? Cap => string.IsNullOrWhiteSpace(PriceCap) ? null : Money.Parse(PriceCap).Value;

    /// <summary>Null: dollars.</summary>
    public decimal? Rate => string.IsNullOrWhiteSpace(Factor) ? null : decimal.Parse(Factor, FactorStyle, CultureInfo.InvariantCulture);

    /// <summary>Whether it is a whole number of the country that is bought there. A cut one would be sold as another's.</summary>
    internal bool Sells(PhoneNumber phone) => !IsUsa || phone.E164 is ['+', '1', >= '2', _, _, _, _, _, _, _, _, _];

    private bool IsUsa =>
        IsAgent
            ? string.IsNullOrWhiteSpace(Country) || Country.StartsWith("usa", StringComparison.OrdinalIgnoreCase)
            : CountryNumber is Usa or UsaVirtual;

    /// <summary>The list price of a number that costs this much, on a service with this price of its own.</summary>
    internal Money ListPrice(Money cost, Money own) =>
        Margin is { } percent ? new Money(checked((cost.Minor * (100 + percent)) + 50) / 100) : own;
}
