using System.Text.RegularExpressions;
using XthonBot.Api.Docs;
using XthonBot.Api.Envelopes;
using XthonBot.Api.Tests.Envelopes;
using XthonBot.Api.V2;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Docs;

/// <summary>The page of errors has a heading for each status and, below it, a line for each message.</summary>
public sealed partial class ErrorPageFacts
{
    private static readonly string Page = DocsFile.Text("errors.md");

    [Theory]
    [MemberData(nameof(ErrorAnswersFacts.Errors), MemberType = typeof(ErrorAnswersFacts))]
    public void Every_error_of_the_store_is_explained(Type error)
    {
        var answer = ErrorAnswers.For(ErrorAnswersFacts.Make(error));
        Assert.True(
            IsExplained(answer.Status, answer.Message),
            $"{error.Name}: \"{answer.Message}\" is not explained below {answer.Status} in Docs/Pages/errors.md."
        );
    }

    [Fact]
    public async Task Every_failure_that_the_document_names_is_explained()
    {
        await using var api = await ApiHost.StartAsync();

        var responses = (await api.GetAsync("/openapi/v2.json"))
            .Json.GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject())
            .SelectMany(operation => operation.Value.GetProperty("responses").EnumerateObject())
            .Where(response => response.Name[0] is '4' or '5')
            .ToList();

        Assert.NotEmpty(responses);
        Assert.All(responses, response => Assert.Contains($"\n## {response.Name} ", Page, StringComparison.Ordinal));
        var messages = responses
            .SelectMany(response =>
                response.Value.GetProperty("content").GetProperty("application/json").TryGetProperty("examples", out var examples)
                    ? examples
                        .EnumerateObject()
                        .Select(example =>
                            (Status: response.Name, Message: example.Value.GetProperty("value").GetProperty("message").GetString()!)
                        )
                    : []
            )
            .ToList();
        Assert.NotEmpty(messages);
        Assert.All(
            messages,
            said => Assert.True(IsExplained(int.Parse(said.Status, null), said.Message), $"{said.Status}: \"{said.Message}\"")
        );
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(402)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(413)]
    [InlineData(415)]
    [InlineData(429)]
    [InlineData(503)]
    public void Every_status_that_says_the_same_everywhere_is_explained(int status) =>
        Assert.True(IsExplained(status, DefaultMessages.For(status)));

    [Theory]
    [MemberData(nameof(Literals))]
    public void Every_failure_that_an_endpoint_writes_itself_is_explained(int status, string message) =>
        Assert.True(
            Lines(status).Any(Pattern(message).IsMatch) || IsExplained(status, message),
            $"\"{message}\" is not explained below {status} in Docs/Pages/errors.md."
        );

    /// <summary>Those of the sources: <c>new Failure(StatusCodes.Status400BadRequest, "…")</c>.</summary>
    public static TheoryData<int, string> Literals =>
        [
            .. Sources
                .Api()
                .SelectMany(text => Written().Matches(text))
                .Select(match => (int.Parse(match.Groups[1].Value, null), match.Groups[2].Value))
                .Distinct(),
        ];

    private static bool IsExplained(int status, string message) => Lines(status).Any(line => Pattern(line).IsMatch(message));

    /// <summary>The messages of a status, as the page writes them.</summary>
    private static IEnumerable<string> Lines(int status) =>
        Page.Split("\n## ")
            .Where(section => section.StartsWith($"{status} ", StringComparison.Ordinal))
            .SelectMany(section => Line().Matches(section))
            .Select(line => line.Groups[1].Value);

    // A place in braces stands for whatever the message says there.
    private static Regex Pattern(string line) =>
        new($"^{string.Join(".+", Hole().Split(line).Select(Regex.Escape))}$", RegexOptions.None, TimeSpan.FromSeconds(1));

    [GeneratedRegex("^\\| `(.+?)` \\|", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex("\\{[^}]*\\}")]
    private static partial Regex Hole();

    [GeneratedRegex("new Failure\\(StatusCodes\\.Status(\\d+)\\w+, \\$?\"([^\"]*)\"")]
    private static partial Regex Written();
}
