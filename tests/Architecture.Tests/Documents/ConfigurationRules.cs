using System.Text.RegularExpressions;
using Mono.Cecil;
using XthonBot.Architecture.Tests.Reading;

namespace XthonBot.Architecture.Tests.Documents;

/// <summary>
/// The keys of the configuration, as the code reads them: the properties of the classes whose summary names the section that they are,
/// and the keys that are asked for by their whole name. What somebody else names stands as <c>&lt;&gt;</c>.
/// </summary>
internal static partial class ConfigurationRules
{
    // What dotnet ef writes there has names of the same form.
    private const string Migrations = "XthonBot.Core.Foundation.Persistence.Migrations";

    /// <summary>The classes by the section that their summary names.</summary>
    public static IEnumerable<(string Section, string Type)> Sections(IEnumerable<SourceFile> sources) =>
        from file in sources
        from Match found in SectionClass().Matches(file.Text)
        select (found.Groups[1].Value, found.Groups[2].Value);

    /// <summary>Options that no summary puts into a section would be missed by everything here.</summary>
    public static IEnumerable<string> OptionsNameTheirSection(ModuleDefinition module, IReadOnlySet<string> known) =>
        from type in module.GetTypes().SelectMany(type => type.Methods).SelectMany(m => m.Parameters).Select(p => p.ParameterType)
        where type is GenericInstanceType { ElementType.Name: "IOptions`1" or "IOptionsMonitor`1" or "IValidateOptions`1" }
        let options = ((GenericInstanceType)type).GenericArguments[0]
        where options.Namespace.StartsWith("XthonBot", StringComparison.Ordinal) && !known.Contains(options.Name)
        select $"{options.Name} names no section of the configuration in its summary";

    public static IEnumerable<string> KeysOf(string section, TypeDefinition type)
    {
        if (type.BaseType is GenericInstanceType { ElementType.Name: "Dictionary`2" } named)
            return KeysOf($"{section}:<>", named.GenericArguments[1].Resolve());
        return type
            .Properties.Where(IsBound)
            .SelectMany(property =>
                property.PropertyType switch
                {
                    GenericInstanceType { ElementType.Name: "Dictionary`2" } map => KeysBelow(
                        $"{section}:{property.Name}:<>",
                        map.GenericArguments[1]
                    ),
                    _ => [$"{section}:{property.Name}"],
                }
            );
    }

    /// <summary>Keys that are asked for by their whole name.</summary>
    public static IEnumerable<string> KeysAskedFor(ModuleDefinition module) => Literals(module).Where(text => WholeKey().IsMatch(text));

    public static IEnumerable<string> Literals(ModuleDefinition module) =>
        module.Bodies().Where(method => !method.DeclaringType.IsIn(Migrations)).SelectMany(Il.Literals);

    /// <summary>The values that an options class has by itself, as a person writes them; those that are none are left out.</summary>
    public static IEnumerable<(string Key, string Value)> Defaults(string section, Type type)
    {
        if (type.BaseType is { IsGenericType: true } named && named.GetGenericTypeDefinition() == typeof(Dictionary<,>))
            return Defaults($"{section}:<>", named.GetGenericArguments()[1]);
        var fresh = Activator.CreateInstance(type, nonPublic: true)!;
        return from property in type.GetProperties()
            where property.SetMethod?.IsPublic == true && Written(property.GetValue(fresh)) is { Length: > 0 }
            select ($"{section}:{property.Name}", Written(property.GetValue(fresh))!);
    }

    /// <summary>The rows of the page: a key, and what stands as its default.</summary>
    public static IReadOnlyList<(string Key, string Default)> Rows(string page) =>
        [.. Row().Matches(page).Select(row => (Placeholder().Replace(row.Groups[1].Value, "<>"), row.Groups[2].Value))];

    public static IEnumerable<string> KeysAreListedOnce(IEnumerable<string> keys, IReadOnlyList<(string Key, string Default)> rows) =>
        from key in keys.Distinct()
        let count = rows.Count(row => row.Key == key)
        where count != 1
        select $"{key} is listed {count} times";

    private static IEnumerable<string> KeysBelow(string path, TypeReference value) =>
        value.FullName == "System.String" ? [path] : KeysOf(path, value.Resolve());

    private static string? Written(object? value) =>
        value switch
        {
            string text => text,
            bool flag => flag ? "true" : "false",
            IFormattable other => other.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
            _ => null,
        };

    private static bool IsBound(PropertyDefinition property) =>
        property.SetMethod is { IsPublic: true }
        || (property.SetMethod is null && property.PropertyType is GenericInstanceType { Namespace: "System.Collections.Generic" });

    [GeneratedRegex(@"///[^\n]*[Tt]he section <c>([A-Z]\w*)</c>[^\n]*\n(?:[ \t]*///[^\n]*\n)*[^\n]*\bclass (\w+)")]
    private static partial Regex SectionClass();

    [GeneratedRegex("^[A-Z][A-Za-z]+(?::[A-Z][A-Za-z]+)+$")]
    private static partial Regex WholeKey();

    [GeneratedRegex(@"^\| `([A-Z][^`|]*)` \| ([^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("<[a-z]+>")]
    private static partial Regex Placeholder();
}
