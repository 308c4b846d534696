using System.Globalization;
using System.Text;

namespace XthonBot.Texts;

/// <summary>A longer text that people agree to, or are told: the terms of use, the privacy policy.</summary>
public sealed record Document(string Version, string Text);

/// <summary>An operator's own documents, by language; null where the store's own count.</summary>
public sealed record OwnDocuments(Func<string, Document>? Terms = null, Func<string, Document>? Privacy = null);

/// <summary>The texts of one language. Templates name their places in braces: <c>{price}</c>.</summary>
public sealed class Words(string language, string storeName, IReadOnlyDictionary<string, string> texts, Document terms, Document privacy)
{
    /// <summary>Its code, such as <c>en</c>.</summary>
    public string Language => language;

    /// <summary>The terms of use, as plain text.</summary>
    public string Terms => Named(terms);

    /// <summary>Of the terms of use: a new one is asked for again.</summary>
    public string TermsVersion => terms.Version;

    /// <summary>The privacy policy, as plain text.</summary>
    public string Privacy => Named(privacy);

    public string PrivacyVersion => privacy.Version;

    /// <summary>The templates by their keys.</summary>
    public IReadOnlyDictionary<string, string> All => texts;

    /// <summary>Plain text: for buttons and for the answers to taps.</summary>
    public string Label(string key, params ReadOnlySpan<(string Name, object? Value)> values) => Fill(key, values, escape: false);

    /// <summary>Telegram's HTML: every value is escaped here, once, unless it is <see cref="Markup"/>.</summary>
    public string Html(string key, params ReadOnlySpan<(string Name, object? Value)> values) => Fill(key, values, escape: true);

    /// <summary>Plain text as HTML.</summary>
    public static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("\"", "&quot;", StringComparison.Ordinal);

    private string Named(Document document) => document.Text.Replace("{store}", storeName, StringComparison.Ordinal);

    private string Fill(string key, ReadOnlySpan<(string Name, object? Value)> values, bool escape)
    {
        if (!texts.TryGetValue(key, out var template))
            throw new KeyNotFoundException($"There is no text {key} in {language}.");
        var text = new StringBuilder(template);
        text.Replace("{store}", escape ? Escape(storeName) : storeName);

        // All at once: what a value says is never taken for a place.
        var filled = text.ToString();
        text.Clear();
        for (var at = 0; at < filled.Length; )
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
                text.Append(
                    value is Markup markup ? markup.Html
                    : escape ? Escape(Plain(value))
                    : Plain(value)
                );
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
