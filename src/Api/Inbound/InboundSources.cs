using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace XthonBot.Api.Inbound;

/// <summary>The section <c>Inbound</c> of the configuration.</summary>
internal sealed class InboundOptions
{
    /// <summary>By name, which is the last part of the hook's path.</summary>
    public Dictionary<string, SourceOptions> Sources { get; } = new(StringComparer.OrdinalIgnoreCase);
}

internal sealed class SourceOptions
{
    public string Kind { get; set; } = "";

    public string Secret { get; set; } = "";
}

/// <summary>Stops the start when a source is misconfigured, and names the key.</summary>
internal sealed class InboundOptionsCheck(IEnumerable<IInboundSource> kinds) : IValidateOptions<InboundOptions>
{
    public ValidateOptionsResult Validate(string? name, InboundOptions options)
    {
        var problems = options.Sources.Select(source => Problem($"Inbound:Sources:{source.Key}", source.Value)).OfType<string>().ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private string? Problem(string section, SourceOptions source)
    {
        var kind = kinds.SingleOrDefault(k => k.Kind.Equals(source.Kind, StringComparison.OrdinalIgnoreCase));
        if (kind is null)
        {
            var known = string.Join(", ", kinds.Select(k => k.Kind));
            return source.Kind.Length == 0
                ? $"{section}:Kind is missing (one of: {known})"
                : $"{section}:Kind '{source.Kind}' is unknown (one of: {known})";
        }

        return source.Secret.Length == 0 ? $"{section}:Secret is missing"
            : kind.ProblemWith(source.Secret) is { } problem ? $"{section}:Secret {problem}"
            : null;
    }
}

/// <summary>The configured sources, ready to read requests.</summary>
internal sealed class InboundSources(IOptions<InboundOptions> options, IEnumerable<IInboundSource> kinds)
{
    private readonly FrozenDictionary<string, (IInboundSource Kind, SourceSettings Settings)> sources = options.Value.Sources.ToFrozenDictionary(
        source => source.Key,
        source => (kinds.Single(k => k.Kind.Equals(source.Value.Kind, StringComparison.OrdinalIgnoreCase)), new SourceSettings(source.Key, source.Value.Secret)),
        StringComparer.OrdinalIgnoreCase);

    public bool TryGet(string name, [NotNullWhen(true)] out IInboundSource? kind, [NotNullWhen(true)] out SourceSettings? settings)
    {
        var found = sources.TryGetValue(name, out var source);
        (kind, settings) = (source.Kind, source.Settings);
        return found;
    }
}
