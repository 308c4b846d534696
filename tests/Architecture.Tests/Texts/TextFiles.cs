using System.Text.Json;
using System.Text.RegularExpressions;
using XthonBot.Architecture.Tests.Reading;

namespace XthonBot.Architecture.Tests.Texts;

/// <summary>The files of <c>src/Texts</c>, as they were written.</summary>
internal static partial class TextFiles
{
    public static readonly string Folder = Path.Combine(House.Root, "src", "Texts");

    /// <summary>The texts by language and key.</summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Languages = Directory
        .EnumerateFiles(Folder, "*.json")
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), Read);

    public static IReadOnlyDictionary<string, string> English => Languages["en"];

    /// <summary>What a text wants a value for; the store's name it knows itself.</summary>
    public static IEnumerable<string> PlacesOf(string text) =>
        Place().Matches(text).Select(m => m.Groups[1].Value).Where(name => name != "store").Distinct().Order(StringComparer.Ordinal);

    /// <summary>What Telegram would refuse: a tag it does not know, one that is not closed, or a bare sign.</summary>
    public static string? ProblemWithHtml(string text)
    {
        var open = new Stack<string>();
        foreach (Match tag in Tag().Matches(text))
        {
            var name = tag.Groups[2].Value;
            if (!Allowed.Contains(name))
                return $"the tag {name}";
            if (tag.Groups[1].Length == 0)
                open.Push(name);
            else if (!open.TryPop(out var last) || last != name)
                return $"the end of {name}";
        }

        if (open.TryPeek(out var left))
            return $"{left} is left open";
        return Tag().Replace(text, "").AsSpan().IndexOfAny('<', '>') >= 0 ? "a bare < or >"
            : BareAmpersand().IsMatch(text) ? "a bare &"
            : null;
    }

    /// <summary>The tags of a text in their order: every language marks the same things.</summary>
    public static IEnumerable<string> TagsOf(string text) =>
        Tag().Matches(text).Select(m => m.Groups[2].Value).Order(StringComparer.Ordinal);

    /// <summary>Words in Latin letters that a person reads: no code, place, tag, command, or the beginning of an id.</summary>
    public static IEnumerable<string> LatinWordsOf(string text) => LatinWord().Matches(NotRead().Replace(text, " ")).Select(m => m.Value);

    private static readonly string[] Allowed = ["b", "i", "u", "s", "code", "pre", "blockquote"];

    private static IReadOnlyDictionary<string, string> Read(string file)
    {
        // A key that is there twice would hide the first one.
        using var document = JsonDocument.Parse(File.ReadAllText(file), new JsonDocumentOptions { AllowDuplicateProperties = false });
        return document.RootElement.EnumerateObject().ToDictionary(text => text.Name, text => text.Value.GetString()!);
    }

    [GeneratedRegex(@"\{(\w*)\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"<(/?)([a-zA-Z]+)>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"<code>.*?</code>|</?[a-zA-Z]+>|\{\w*\}|/\w+|&\w+;|\b[a-z]+_", RegexOptions.Singleline)]
    private static partial Regex NotRead();

    [GeneratedRegex("[A-Za-z]{2,}")]
    private static partial Regex LatinWord();

    [GeneratedRegex("&(?!(lt|gt|amp|quot);)")]
    private static partial Regex BareAmpersand();
}
