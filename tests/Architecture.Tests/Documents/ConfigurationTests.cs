using System.Reflection;
using System.Text.Json;
using XthonBot.Architecture.Tests.Reading;

namespace XthonBot.Architecture.Tests.Documents;

public sealed class ConfigurationTests
{
    private static readonly IReadOnlyList<(string Section, string Type)> Sections = [.. ConfigurationRules.Sections(House.Sources)];
    private static readonly IReadOnlySet<string> OfSections = Sections.Select(s => s.Type).ToHashSet();

    private static readonly IReadOnlyList<(string Key, string Default)> Rows = ConfigurationRules.Rows(
        Page.Read("docs/operate/configuration.md").Text
    );

    [Fact]
    public void Every_key_that_the_code_reads_is_listed_once_for_the_operator()
    {
        Assert.Empty(House.All.SelectMany(module => ConfigurationRules.OptionsNameTheirSection(module, OfSections)));
        Assert.Empty(ConfigurationRules.KeysAreListedOnce([.. Known()], Rows));
    }

    [Fact]
    public void Every_key_that_is_listed_is_one_that_the_code_reads()
    {
        var known = Known().Concat(House.All.SelectMany(ConfigurationRules.Literals)).ToHashSet();
        Assert.DoesNotContain(Rows, row => !known.Contains(row.Key));
    }

    [Fact]
    public void A_default_is_listed_as_the_code_has_it()
    {
        var defaults = Sections.SelectMany(s => TypesOf(s.Type).SelectMany(type => ConfigurationRules.Defaults(s.Section, type)));
        Assert.DoesNotContain(defaults, known => !IsListed(known));
    }

    [Fact]
    public void A_default_is_listed_as_appsettings_json_has_it()
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(House.Root, "appsettings.json")));
        Assert.DoesNotContain(Values("", settings.RootElement), set => set.Value.Length > 0 && !IsListed(set));

        static IEnumerable<(string Key, string Value)> Values(string path, JsonElement element) =>
            element.ValueKind switch
            {
                JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Values($"{path}:{p.Name}".TrimStart(':'), p.Value)),
                JsonValueKind.Array => [],
                _ => [(path, element.ToString())],
            };
    }

    [Fact]
    public void A_key_that_is_not_listed_is_caught()
    {
        const string code = """
            /// <summary>The section <c>Odd</c> of the configuration.</summary>
            /// <remarks>By name.</remarks>
            public sealed class OddOptions
            {
                public int Most { get; set; }
                public bool IsSet => Most > 0;
                public List<string> Hosts { get; } = [];
                public Dictionary<string, OddOne> Ones { get; } = [];
            }
            public sealed class OddOne { public string Kind { get; set; } = ""; public Dictionary<string, string> Names { get; } = []; }
            public static class Reading { public static string Key() => "Odd:Asked"; }
            """;
        var planted = Planted.Module(code);
        var (section, type) = Assert.Single(ConfigurationRules.Sections([new SourceFile("Odd.cs", code)]));
        string[] keys = [.. ConfigurationRules.KeysOf(section, planted.GetType(type)), .. ConfigurationRules.KeysAskedFor(planted)];
        Assert.Equal(["Odd:Most", "Odd:Hosts", "Odd:Ones:<>:Kind", "Odd:Ones:<>:Names:<>", "Odd:Asked"], keys);
        var rows = ConfigurationRules.Rows("| `Odd:Most` | 1 | | |\n| `Odd:Most` | 1 | | |\n| `Odd:Ones:<name>:Kind` | none | | |\n");
        string[] problems =
        [
            "Odd:Most is listed 2 times",
            "Odd:Hosts is listed 0 times",
            "Odd:Ones:<>:Names:<> is listed 0 times",
            "Odd:Asked is listed 0 times",
        ];
        Assert.Equal(problems, ConfigurationRules.KeysAreListedOnce(keys, rows));
    }

    [Fact]
    public void Options_that_name_no_section_are_caught() =>
        Assert.Single(
            ConfigurationRules.OptionsNameTheirSection(
                Planted.Module(
                    """
                    using Microsoft.Extensions.Options;
                    namespace XthonBot;
                    public sealed class OddOptions;
                    class Reader { public Reader(IOptions<OddOptions> options) { } }
                    """
                ),
                OfSections
            )
        );

    private static bool IsListed((string Key, string Value) known) =>
        Rows.Single(row => row.Key == known.Key).Default.Contains(known.Value, StringComparison.Ordinal);

    private static IEnumerable<string> Known() =>
        (
            from s in Sections
            from module in House.All
            from type in module.GetTypes()
            where type.Name == s.Type
            from key in ConfigurationRules.KeysOf(s.Section, type)
            select key
        )
            .Concat(House.All.SelectMany(ConfigurationRules.KeysAskedFor))
            .Distinct();

    private static IEnumerable<Type> TypesOf(string name) =>
        House.All.SelectMany(module => Assembly.Load(module.Assembly.Name.Name).GetTypes()).Where(type => type.Name == name);
}
