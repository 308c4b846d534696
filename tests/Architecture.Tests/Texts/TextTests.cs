using System.Globalization;
using XthonBot.Architecture.Tests.Reading;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Questions;
using XthonBot.Core.Modules.Stock;
using XthonBot.Texts;

namespace XthonBot.Architecture.Tests.Texts;

/// <summary>Every word that a person reads: there in every language, asked for, and given what it wants.</summary>
public sealed class TextTests
{
    private const int LongestButton = 24;
    private static readonly List<SourceFile> Speaking = [.. In("Texts"), .. In("Bot")];
    private static readonly List<SourceFile> Core = In("Core");

    private static readonly string[] Names =
    [
        .. "Telegram Stars Crypto Pay xRocket Bitcoin BTCPay Heleket Cryptomus Standard Webhooks".Split(' '),
        .. "API CSV HTTP http https ID id Id SIM SMS UTC curl Key Suppliers tele db auto".Split(' '),
    ];

    private static readonly List<TextUse> Uses = [.. Speaking.SelectMany(TextUses.In)];
    private static readonly HashSet<string> Written = [.. Speaking.SelectMany(TextUses.LiteralsIn)];

    public static TheoryData<string> OtherLanguages => [.. TextFiles.Languages.Keys.Where(language => language != TextBook.Fallback)];

    [Theory]
    [MemberData(nameof(OtherLanguages))]
    public void Every_language_has_the_same_keys(string language) =>
        Assert.Equal(TextFiles.English.Keys, TextFiles.Languages[language].Keys);

    [Theory]
    [MemberData(nameof(OtherLanguages))]
    public void Every_language_wants_the_same_values(string language) =>
        Assert.Equal(
            TextFiles.English.ToDictionary(text => text.Key, text => string.Join(' ', TextFiles.PlacesOf(text.Value))),
            TextFiles.Languages[language].ToDictionary(text => text.Key, text => string.Join(' ', TextFiles.PlacesOf(text.Value)))
        );

    [Theory]
    [MemberData(nameof(OtherLanguages))]
    public void Every_language_marks_the_same_things(string language) =>
        Assert.Equal(
            TextFiles.English.ToDictionary(text => text.Key, text => string.Join(' ', TextFiles.TagsOf(text.Value))),
            TextFiles.Languages[language].ToDictionary(text => text.Key, text => string.Join(' ', TextFiles.TagsOf(text.Value)))
        );

    [Fact]
    public void Every_text_is_html_that_telegram_takes()
    {
        // A label is plain text, where a sign stands for itself.
        var labels = Uses.Where(use => !use.IsHtml).SelectMany(use => use.Keys).ToHashSet();
        Assert.Empty(
            from language in TextFiles.Languages
            from text in language.Value
            where !labels.Contains(text.Key) && !text.Key.StartsWith("menu.", StringComparison.Ordinal)
            let problem = TextFiles.ProblemWithHtml(text.Value)
            where problem is not null
            select $"{language.Key} {text.Key}: {problem}"
        );
    }

    [Fact]
    public void Every_text_that_is_asked_for_exists() =>
        Assert.Empty(from use in Uses from key in use.Keys where !TextFiles.English.ContainsKey(key) select $"{use.Place} asks for {key}");

    [Fact]
    public void There_are_places_that_ask() => Assert.True(Uses.Count(use => use.Keys.Count > 0) > 100);

    [Fact]
    public void Every_text_is_asked_for()
    {
        var prefixes = Uses.Select(use => use.Prefix).OfType<string>().ToHashSet();
        Assert.DoesNotContain(
            TextFiles.English.Keys,
            key => !Written.Contains(key) && !prefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Every_text_gets_the_values_that_it_wants() =>
        Assert.Empty(
            from use in Uses
            from key in use.Keys
            where TextFiles.English.ContainsKey(key)
            from place in TextFiles.PlacesOf(TextFiles.English[key])
            where !use.Values.Contains(place)
            select $"{use.Place} gives {key} no {place}"
        );

    [Fact]
    public void No_value_is_given_that_nobody_wants() =>
        Assert.Empty(
            from use in Uses
            where use.Keys.Count > 0 && use.Keys.All(TextFiles.English.ContainsKey)
            from value in use.Values
            where !use.Keys.Any(key => TextFiles.PlacesOf(TextFiles.English[key]).Contains(value))
            select $"{use.Place} gives {string.Join('/', use.Keys)} a {value}"
        );

    [Fact]
    public void Every_kind_of_thing_has_its_word()
    {
        var wanted = NamesOf<OrderStatus>("status.")
            .Concat(NamesOf<PostingKind>("posting."))
            .Concat(NamesOf<NumberStatus>("number."))
            .Concat(NamesOf<Reception>("sms."))
            .Concat(NamesOf<QuestionKind>("ask."))
            .Concat(NamesOf<QuestionKind>("example."))
            .Concat(Given(Speaking, "CommandText.Usage").Select(texts => "usage." + texts[0]))
            .ToHashSet();
        Assert.Contains("usage.stock", wanted);
        Assert.DoesNotContain(wanted, key => !TextFiles.English.ContainsKey(key));
    }

    [Fact]
    public void Whatever_the_core_cannot_find_or_take_has_a_name()
    {
        var named = Given(Core, "Error.NotFound").Concat(Given(Core, "Error.Invalid")).Select(texts => "thing." + texts[0]).ToHashSet();
        Assert.Contains("thing.service", named);
        Assert.DoesNotContain(named, key => !TextFiles.English.ContainsKey(key));
    }

    [Fact]
    public void Every_reason_of_the_core_has_words_and_no_words_are_left_over()
    {
        var reasons = Given(Core, "Error.Invalid")
            .Select(texts => texts[^1])
            .Concat(Given(Core, "Wrong").Select(texts => texts[0]))
            .Select(reason => "reason." + reason)
            .ToHashSet();
        Assert.Equal(
            reasons.Order(StringComparer.Ordinal),
            TextFiles.English.Keys.Where(key => key.StartsWith("reason.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        );
    }

    /// <summary>Commands and examples are typed as they stand, by whoever reads them in whichever language.</summary>
    [Fact]
    public void A_russian_text_has_no_english_word_but_names() =>
        Assert.Empty(
            from text in TextFiles.Languages["ru"]
            where !text.Key.StartsWith("usage.", StringComparison.Ordinal) && !text.Key.StartsWith("example.", StringComparison.Ordinal)
            from word in TextFiles.LatinWordsOf(text.Value)
            where !Names.Contains(word)
            select $"{text.Key}: {word}"
        );

    [Fact]
    public void An_english_word_in_a_russian_text_is_seen() =>
        Assert.Equal(
            ["Newest", "first"],
            TextFiles.LatinWordsOf("<b>Платежи</b> {whose} <code>Payments:Ways</code>\nNewest first: /payments, pay_…, $5.00 &lt;")
        );

    [Fact]
    public void A_button_is_short_in_every_language()
    {
        var buttons = Uses.Where(use => use.IsButton)
            .SelectMany(use => use.Keys)
            .Concat(TextFiles.English.Keys.Where(key => key.StartsWith("key.", StringComparison.Ordinal)))
            .Distinct()
            .ToList();
        Assert.NotEmpty(buttons);
        Assert.Empty(
            from language in TextFiles.Languages
            from key in buttons
            let label = language.Value.GetValueOrDefault(key, "")
            where !TextFiles.PlacesOf(label).Any() && new StringInfo(label).LengthInTextElements > LongestButton
            select $"{language.Key} {key}: {label}"
        );
    }

    [Fact]
    public void Every_file_is_in_the_assembly_and_every_language_has_its_terms()
    {
        var files = Directory
            .EnumerateFiles(TextFiles.Folder)
            .Select(Path.GetFileName)
            .Where(name => Path.GetExtension(name) is ".json" or ".txt");
        var embedded = typeof(TextBook).Assembly.GetManifestResourceNames();
        Assert.DoesNotContain(files, name => !embedded.Contains($"texts/{name}"));
        Assert.DoesNotContain(
            TextFiles.Languages.Keys,
            language => !embedded.Contains($"texts/terms.{TextBook.TermsVersion}.{language}.txt")
        );
        Assert.Equal(
            TextFiles.Languages.Keys.Order(StringComparer.Ordinal),
            new TextBook("Test store").Languages.Select(words => words.Language)
        );
    }

    [Fact]
    public void A_text_that_is_missing_or_gets_too_little_is_seen()
    {
        var use = Assert.Single(
            TextUses.In(
                new SourceFile(
                    "Bot/Planted.cs",
                    """class C { object M(Words words, bool on) => new Button.Tap(words.Label(on ? "one.key" : "other.key", ("price", 1)), null); }"""
                )
            )
        );
        Assert.Equal(["one.key", "other.key"], use.Keys);
        Assert.Equal(["price"], use.Values);
        Assert.True(use.IsButton);
        Assert.Equal(["place", "price"], TextFiles.PlacesOf("{store} sells at {price} in {place} for {price}"));
    }

    [Theory]
    [InlineData("<b>left open")]
    [InlineData("<b>crossed<i></b></i>")]
    [InlineData("<p>unknown</p>")]
    [InlineData("1 < 2")]
    [InlineData("this & that")]
    public void Html_that_telegram_would_refuse_is_seen(string text) => Assert.NotNull(TextFiles.ProblemWithHtml(text));

    private static List<SourceFile> In(string room) =>
        [.. House.Sources.Where(file => file.Path.StartsWith(room + "/", StringComparison.Ordinal))];

    private static IEnumerable<string> NamesOf<T>(string prefix)
        where T : struct, Enum => Enum.GetNames<T>().Select(name => prefix + name.ToLowerInvariant());

    private static IEnumerable<IReadOnlyList<string>> Given(IEnumerable<SourceFile> files, string callee) =>
        files.SelectMany(file => TextUses.TextsGivenTo(file, callee)).Where(texts => texts.Count > 0);
}
