using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Settings;
using XthonBot.Core.Modules.Suppliers;

namespace XthonBot.Api.Inbound;

/// <summary>The section <c>Inbound</c> of the configuration.</summary>
internal sealed class InboundOptions
{
    /// <summary>The sources by name, which is the last part of the hook's path.</summary>
    public Dictionary<string, SourceOptions> Sources { get; } = new(StringComparer.OrdinalIgnoreCase);
}

internal sealed class SourceOptions
{
    public string Kind { get; set; } = "";

    public string Secret { get; set; } = "";

    /// <summary>Further secrets that are as good: while one is exchanged for another, or where a gateway signs by more than one.</summary>
    public List<string> MoreSecrets { get; } = [];

    /// <summary>Phone numbers by SIM slot, which are counted from 1.</summary>
    public Dictionary<string, string> Numbers { get; } = [];

    public SourceSettings ToSettings(string name) =>
        new(name, Secret)
        {
            MoreSecrets = MoreSecrets,
            Numbers = Numbers.ToDictionary(n => int.Parse(n.Key, CultureInfo.InvariantCulture), n => PhoneNumber.Parse(n.Value).Value),
        };
}

/// <summary>Stops the start when a source is misconfigured, and names the key.</summary>
internal sealed class InboundOptionsCheck(
    IEnumerable<IInboundSource> kinds,
    IOptions<StoreIdentity> store,
    IOptions<SuppliersOptions> suppliers
) : OptionsCheck<InboundOptions>
{
    protected override IEnumerable<string?> Problems(InboundOptions options) =>
        options.Sources.Select(source => Problem($"Inbound:Sources:{source.Key}", source.Value));

    private string? Problem(string section, SourceOptions source)
    {
        if (suppliers.Value.TryGetValue(section[(section.LastIndexOf(':') + 1)..], out var supplier) && supplier.IsAgent)
            return $"{section}: an agent among the Suppliers has this name, and brings its texts to the same address; one of the two must go";
        var kind = kinds.SingleOrDefault(k => k.Kind.Equals(source.Kind, StringComparison.OrdinalIgnoreCase));
        if (kind is null)
        {
            var known = string.Join(", ", kinds.Select(k => k.Kind));
            return source.Kind.Length == 0
                ? $"{section}:Kind is missing (one of: {known})"
                : $"{section}:Kind is {Setting.Quoted(source.Kind)}; it must be one of {known}.";
        }

        return source.Secret.Length == 0 ? $"{section}:Secret is missing"
            : kind.ProblemWith(source.Secret) is { } problem ? $"{section}:Secret {problem}"
            : source.MoreSecrets.Select(kind.ProblemWithFurther).OfType<string>().FirstOrDefault() is { } another
                ? $"{section}:MoreSecrets: each {another}"
            : kind.SignsAddress && store.Value.PublicUrl.Length == 0
                ? $"Store:PublicUrl is missing: {section}:Kind is {kind.Kind}, which signs the address that it was told"
            : source.Numbers.Select(n => ProblemWithNumber(section, n.Key, n.Value)).FirstOrDefault(p => p is not null);
    }

    private static string? ProblemWithNumber(string section, string slot, string number) =>
        !int.TryParse(slot, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index == 0 || slot[0] == '0'
            ? $"{section}:Numbers:{slot} is no SIM slot; they are counted from 1"
        : PhoneNumber.Parse(number).IsOk ? null
        : $"{section}:Numbers:{slot} is not a phone number such as +15550001";
}

/// <summary>The configured sources, and the suppliers that are agents, ready to read requests.</summary>
internal sealed class InboundSources(
    IOptions<InboundOptions> options,
    IOptions<SuppliersOptions> suppliers,
    IEnumerable<IInboundSource> kinds
)
{
    private readonly FrozenDictionary<string, (IInboundSource Kind, SourceSettings Settings)> sources = options
        .Value.Sources.Select(s =>
            (
                s.Key,
                Kind: kinds.Single(k => k.Kind.Equals(s.Value.Kind, StringComparison.OrdinalIgnoreCase)),
                Settings: s.Value.ToSettings(s.Key)
            )
        )
        .Concat(
            suppliers
                .Value.Where(s => s.Value.IsAgent)
                .Select(s =>
                    (
                        s.Key,
                        Kind: kinds.Single(k => k is SimBankSource),
                        Settings: new SourceSettings("supplier:" + s.Key, s.Value.ApiKey) { Agent = s.Key }
                    )
                )
        )
        .ToFrozenDictionary(s => s.Key, s => (s.Kind, s.Settings), StringComparer.OrdinalIgnoreCase);

    public bool TryGet(string name, [NotNullWhen(true)] out IInboundSource? kind, [NotNullWhen(true)] out SourceSettings? settings)
    {
        var found = sources.TryGetValue(name, out var source);
        (kind, settings) = (source.Kind, source.Settings);
        return found;
    }
}
