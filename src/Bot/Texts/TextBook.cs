using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace XthonBot.Bot.Texts;

/// <summary>Every word that a person reads, by language. The files beside this one hold them.</summary>
internal sealed class TextBook
{
    public const string Fallback = "en";
    public const string TermsVersion = "2026-11-22";

    private readonly FrozenDictionary<string, Words> languages;

    public TextBook(string storeName)
    {
        var assembly = Assembly.GetExecutingAssembly();
        languages = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("texts/", StringComparison.Ordinal) && name.EndsWith(".json", StringComparison.Ordinal))
            .Select(name => name["texts/".Length..^".json".Length])
            .ToFrozenDictionary(language => language, language => new Words(
                language, storeName, Read<Dictionary<string, string>>(assembly, $"texts/{language}.json"), ReadText(assembly, $"texts/terms.{TermsVersion}.{language}.txt")));
    }

    public IEnumerable<Words> Languages => languages.Values.OrderBy(w => w.Language, StringComparer.Ordinal);

    public Words this[string? language] => languages.GetValueOrDefault(language ?? Fallback) ?? languages[Fallback];

    /// <summary>The nearest language to what Telegram says the person speaks, such as <c>ru-RU</c>.</summary>
    public string Guess(string? languageCode)
    {
        var language = languageCode?.Split('-')[0].ToLowerInvariant() ?? Fallback;
        return languages.ContainsKey(language) ? language : Fallback;
    }

    private static T Read<T>(Assembly assembly, string name) => JsonSerializer.Deserialize<T>(ReadText(assembly, name))!;

    private static string ReadText(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is missing."));
        return reader.ReadToEnd();
    }
}

/// <summary>The texts of one language. Templates name their places in braces: <c>{price}</c>.</summary>
internal sealed class Words(string language, string storeName, IReadOnlyDictionary<string, string> texts, string terms)
{
    public string Language => language;

    /// <summary>The terms of use, as plain text.</summary>
    public string Terms => terms.Replace("{store}", storeName, StringComparison.Ordinal);

    public IReadOnlyDictionary<string, string> All => texts;

    /// <summary>Plain text: for buttons and for the answers to taps.</summary>
    public string Label(string key, params ReadOnlySpan<(string Name, object? Value)> values) => Fill(key, values, escape: false);

    /// <summary>Telegram's HTML: every value is escaped here, once, unless it is <see cref="Markup"/>.</summary>
    public string Html(string key, params ReadOnlySpan<(string Name, object? Value)> values) => Fill(key, values, escape: true);

    public static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    private string Fill(string key, ReadOnlySpan<(string Name, object? Value)> values, bool escape)
    {
        var text = new StringBuilder(texts.TryGetValue(key, out var template) ? template : throw new KeyNotFoundException($"There is no text {key} in {language}."));
        text.Replace("{store}", escape ? Escape(storeName) : storeName);

        // All at once: what a value says is never taken for a place.
        var filled = text.ToString();
        text.Clear();
        for (var at = 0; at < filled.Length;)
        {
            var open = filled.IndexOf('{', at);
            var close = open < 0 ? -1 : filled.IndexOf('}', open);
            if (close < 0)
            {
                text.Append(filled, at, filled.Length - at);
                break;
            }

            text.Append(filled, at, open - at);
            var name = filled[(open + 1)..close];
            var found = false;
            foreach (var (valueName, value) in values)
            {
                if (valueName != name)
                    continue;
                text.Append(value is Markup markup ? markup.Html : escape ? Escape(Plain(value)) : Plain(value));
                found = true;
                break;
            }

            if (!found)
                throw new KeyNotFoundException($"The text {key} wants a value for {name}.");
            at = close + 1;
        }

        return text.ToString();
    }

    private static string Plain(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}

/// <summary>Text that is Telegram's HTML already, made by our own code.</summary>
internal readonly record struct Markup(string Html)
{
    public override string ToString() => Html;
}
