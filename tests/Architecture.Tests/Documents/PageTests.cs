using XthonBot.Architecture.Tests.Reading;

namespace XthonBot.Architecture.Tests.Documents;

public sealed class PageTests
{
    [Fact]
    public void Every_link_of_the_pages_leads_to_a_file_and_every_anchor_to_a_heading() =>
        Assert.Empty(Page.All.SelectMany(PageRules.LinksLeadSomewhere));

    [Theory]
    [InlineData("[there](operate/nowhere.md)", "does not exist")]
    [InlineData("[there](../src/Core/Nowhere.cs)", "does not exist")]
    [InlineData("[`there`](../CONTRIBUTNG.md)", "does not exist")]
    [InlineData("<img src=\"chat-grey.png\">", "does not exist")]
    [InlineData("[there](operate/configuration.md#nothing-of-that-name)", "no such heading")]
    [InlineData("# One\n[there](#two)", "no such heading")]
    public void A_broken_link_is_caught(string text, string said) =>
        Assert.Contains(said, Assert.Single(PageRules.LinksLeadSomewhere(new Page("docs/planted.md", text))), StringComparison.Ordinal);

    [Theory]
    [InlineData("[there](operate/configuration.md#the-store), [up](../README.md), [a folder](adr)")]
    [InlineData("[out](https://example.com/#x), [a mail](mailto:a@b.example)")]
    [InlineData("# It's “one” (`a:b`), two_three\n# One\n# One\n[a](#its-one-ab-two_three) [b](#one) [c](#one-1)")]
    [InlineData("`[code](nowhere.md)`\n```\n# [a](nowhere.md)\n```\n")]
    public void A_link_that_leads_somewhere_is_none(string text) =>
        Assert.Empty(PageRules.LinksLeadSomewhere(new Page("docs/planted.md", text)));

    [Fact]
    public void Every_line_that_the_tour_quotes_is_in_its_file()
    {
        var tour = Page.Read("docs/tour.md");
        Assert.Empty(PageRules.QuotesAreInTheirFiles(tour));
        Assert.InRange(PageRules.StepsOf(tour), 30, 200);
    }

    [Fact]
    public void A_line_of_the_tour_that_is_not_in_its_file_is_caught() =>
        Assert.Single(PageRules.QuotesAreInTheirFiles(new Page("docs/planted.md", "| [it](../README.md) | `no such line;` | why |\n")));

    [Fact]
    public void What_the_page_of_troubles_quotes_from_the_log_is_what_the_store_says()
    {
        var trouble = Page.Read("docs/operate/trouble.md");
        Assert.Empty(PageRules.WordsAreSaid(trouble, House.Sources));
        Assert.InRange(PageRules.WordsOf(trouble), 10, 100);
    }

    [Fact]
    public void Words_that_the_store_does_not_say_are_caught() =>
        Assert.Equal(
            2,
            PageRules
                .WordsAreSaid(
                    new Page(
                        "docs/planted.md",
                        "  | `no such … words` | why |\n- `nor … these` in the log: why\n- `said … so` in the log\n"
                    ),
                    [new SourceFile("Planted.cs", "was said {Id} so")]
                )
                .Count()
        );
}
