using System.Collections;
using Microsoft.Extensions.Configuration;

namespace XthonBot.Core.Foundation.Settings;

/// <summary>
/// Reads a section into its options class as operators write it, and says of every value that cannot be read what was found and what is
/// expected. Blanks around a value are no part of it, an empty value is none, and a list is also one value with commas.
/// </summary>
internal sealed class SettingsReader
{
    private readonly List<string> problems = [];

    /// <returns>The faults, each in one line that begins with its key.</returns>
    public static IReadOnlyList<string> Read(IConfigurationSection section, object options)
    {
        var reader = new SettingsReader();
        reader.ReadInto(section, options);
        return reader.problems;
    }

    /// <summary>A list in the file, or one value with commas.</summary>
    /// <param name="isWhole">Whether a comma may be part of what stands in the file's list.</param>
    public static IEnumerable<(string Key, string Value)> List(IConfigurationSection section, bool isWhole) =>
        section
            .GetChildren()
            .SelectMany(item => isWhole ? [(item.Value ?? "").Trim()] : Split(item), (item, value) => (item.Path, value))
            .Concat(Split(section).Select(value => (section.Path, value)))
            .Where(item => item.Item2.Length > 0);

    private static string[] Split(IConfigurationSection section) =>
        (section.Value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private void ReadInto(IConfigurationSection section, object options)
    {
        if (options is IDictionary map)
        {
            ReadMap(section, map);
            return;
        }

        foreach (var property in options.GetType().GetProperties())
        {
            var child = section.GetSection(property.Name);
            if (SettingValue.IsOne(property.PropertyType))
            {
                if (property.SetMethod?.IsPublic == true && TryRead(child, property.PropertyType, out var value))
                    property.SetValue(options, value);
            }
            else if (typeof(IDictionary).IsAssignableFrom(property.PropertyType))
            {
                ReadMap(child, (IDictionary)property.GetValue(options)!);
            }
            else if (ElementOf(property.PropertyType) is { } element)
            {
                ReadList(child, property.GetValue(options)!, element);
            }
        }
    }

    private void ReadMap(IConfigurationSection section, IDictionary map)
    {
        var type = Ancestors(map.GetType())
            .First(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(Dictionary<,>))
            .GetGenericArguments()[1];
        foreach (var child in section.GetChildren())
        {
            if (SettingValue.IsOne(type))
            {
                // A name that stands there without a value is a mistake, and the options' own check says so.
                if (TryRead(child, type, out var value) || type == typeof(string))
                    map[child.Key] = value ?? "";
            }
            else if (child.Value is { Length: > 0 })
            {
                problems.Add($"{child.Path} is one value; it must hold keys, such as {child.Path}:{type.GetProperties()[0].Name}.");
            }
            else
            {
                var item = Activator.CreateInstance(type)!;
                ReadInto(child, item);
                map[child.Key] = item;
            }
        }
    }

    private void ReadList(IConfigurationSection section, object list, Type element)
    {
        if (section.GetChildren().FirstOrDefault(item => item.GetChildren().Any()) is { } nested)
            problems.Add($"{nested.Path} holds keys; it must be one value of a list.");
        var add = typeof(ICollection<>).MakeGenericType(element).GetMethod(nameof(ICollection<>.Add))!;
        foreach (var (key, text) in List(section, isWhole: element == typeof(string)))
        {
            if (SettingValue.Read(text, element, out var value) is { } problem)
            {
                problems.Add($"{key} {problem}");
                return;
            }

            add.Invoke(list, [value]);
        }
    }

    private bool TryRead(IConfigurationSection section, Type type, out object? value)
    {
        value = null;
        if (section.GetChildren().Any())
        {
            problems.Add($"{section.Path} is a list or a section; it must be one value.");
            return false;
        }

        if (section.Value?.Trim() is not { Length: > 0 } text)
            return false;
        if (SettingValue.Read(text, type, out value) is not { } problem)
            return true;
        problems.Add($"{section.Path} {problem}");
        return false;
    }

    private static Type? ElementOf(Type type) =>
        type.GetInterfaces()
            .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICollection<>))
            .Select(i => i.GetGenericArguments()[0])
            .FirstOrDefault(SettingValue.IsOne);

    private static IEnumerable<Type> Ancestors(Type? type)
    {
        for (; type is not null; type = type.BaseType)
            yield return type;
    }
}
