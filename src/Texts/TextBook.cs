using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;

namespace XthonBot.Texts;

/// <summary>Every word that a person reads, by language. The files beside this one hold them.</summary>
public sealed class TextBook
{
    /// <summary>The language of whoever speaks none that is here.</summary>
    public const string Fallback = "en";

    /// <summary>Of the store's own terms of use, where the operator has none.</summary>
    public const string TermsVersion = "2026-12-01";

    /// <summary>Of the store's own privacy policy.</summary>
    public const string PrivacyVersion = "2026-11-30";

    private readonly FrozenDictionary<string, Words> languages;

    /// <param name="storeName">The store's name in texts.</param>
    /// <param name="own">The operator's own documents, which take the place of the store's.</param>
    public TextBook(string storeName, OwnDocuments? own = null)
    {
        var assembly = Assembly.GetExecutingAssembly();
        languages = assembly
            .GetManifestResourceNames()
            .Where(name => name.StartsWith("texts/", StringComparison.Ordinal) && name.EndsWith(".json", StringComparison.Ordinal))
            .Select(name => name["texts/".Length..^".json".Length])
            .ToFrozenDictionary(
                language => language,
                language => new Words(
                    language,
                    storeName,
                    JsonSerializer.Deserialize<Dictionary<string, string>>(Read(assembly, $"texts/{language}.json"))!,
                    own?.Terms?.Invoke(language)
                        ?? new Document(TermsVersion, Read(assembly, $"texts/terms.{TermsVersion}.{language}.txt")),
                    own?.Privacy?.Invoke(language)
                        ?? new Document(PrivacyVersion, Read(assembly, $"texts/privacy.{PrivacyVersion}.{language}.txt"))
                )
            );
    }

    /// <summary>All that there are, by their codes.</summary>
    public IEnumerable<Words> Languages => languages.Values.OrderBy(w => w.Language, StringComparer.Ordinal);

    /// <summary>The texts in a language, or in <see cref="Fallback"/>.</summary>
    public Words this[string? language] => languages.GetValueOrDefault(language ?? Fallback) ?? languages[Fallback];

    /// <summary>The nearest language to what Telegram says the person speaks, such as <c>ru-RU</c>.</summary>
    public string Guess(string? languageCode)
    {
        var language = languageCode?.Split('-')[0].ToLowerInvariant() ?? Fallback;
        return languages.ContainsKey(language) ? language : Fallback;
    }

    private static string Read(Assembly assembly, string name)
    {
        var stream = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
