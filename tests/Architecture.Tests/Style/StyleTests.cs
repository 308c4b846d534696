using XthonBot.Architecture.Tests.Reading;

namespace XthonBot.Architecture.Tests.Style;

public sealed class StyleTests
{
    [Fact]
    public void Every_class_is_sealed_abstract_or_static() => Assert.Empty(House.All.SelectMany(ShapeRules.ClassesAreSealedOrAbstract));

    [Fact]
    public void An_open_class_is_caught() =>
        Assert.Equal(
            ["Open is open for inheritance"],
            ShapeRules.ClassesAreSealedOrAbstract(
                Planted.Module(
                    "class Open; sealed class Shut; static class Fixed; abstract class Base; record struct Value; interface IRole;"
                )
            )
        );

    [Fact]
    public void No_class_is_named_manager_helper_or_utils() => Assert.Empty(House.All.SelectMany(ShapeRules.NamesSayWhatItIs));

    [Theory]
    [InlineData("OrderManager")]
    [InlineData("TextHelper")]
    [InlineData("MoneyUtils")]
    public void A_vague_name_is_caught(string name) => Assert.Single(ShapeRules.NamesSayWhatItIs(Planted.Module($"sealed class {name};")));

    [Fact]
    public void No_log_line_holds_a_secret_a_code_or_a_text() => Assert.Empty(House.All.SelectMany(LogRules.LogsKeepSecrets));

    [Theory]
    [InlineData("{Code}", "void Log(ILogger log, string code) { }", "The code is {Code}")]
    [InlineData("{MessageText}", "void Log(ILogger log, string messageText) { }", "It says {MessageText}")]
    [InlineData("{apiKey}", "void Log(ILogger log, string apiKey) { }", "Key {apiKey}")]
    [InlineData("a whole PhoneNumber", "void Log(ILogger log, XthonBot.Core.Foundation.Kernel.PhoneNumber to) { }", "Sent to {To}")]
    [InlineData(
        "unmasked",
        "void Log(ILogger log, string number) { } void M(ILogger log, XthonBot.Core.Foundation.Kernel.PhoneNumber to) => Log(log, to.E164);",
        "Sent to {Number}"
    )]
    public void A_secret_in_a_log_line_is_caught(string said, string members, string message) =>
        Assert.Contains(
            LogRules.LogsKeepSecrets(
                Planted.Module(
                    $$"""
                    using Microsoft.Extensions.Logging;
                    class Planted { [LoggerMessage(Level = LogLevel.Warning, Message = "{{message}}")] {{members}} }
                    """
                )
            ),
            problem => problem.Contains(said, StringComparison.Ordinal)
        );

    [Fact]
    public void Namespaces_follow_the_folders() => Assert.Empty(House.Sources.SelectMany(SourceRules.NamespaceFollowsFolder));

    [Theory]
    [InlineData("Core/Modules/Orders/PlaceOrder.cs", "namespace XthonBot.Core.Modules.Stock;")]
    [InlineData("Core/Modules/Orders/PlaceOrder.cs", "class PlaceOrder;")]
    public void A_file_in_the_wrong_folder_is_caught(string path, string text) =>
        Assert.Single(SourceRules.NamespaceFollowsFolder(new SourceFile(path, text)));

    [Fact]
    public void Statements_name_enum_values() =>
        Assert.Empty(
            House
                .Written("src", "tests", "bench")
                .Where(path => !path.StartsWith("tests/Architecture.Tests/", StringComparison.Ordinal))
                .SelectMany(path => SourceRules.StatementsNameEnumValues(path, File.ReadLines(Path.Combine(House.Root, path))))
        );

    [Theory]
    [InlineData("update numbers set status = 0 where id = @id")]
    [InlineData("select id from orders o where o.status in (2, 3)")]
    [InlineData("number.HasIndex(n => n.AvailableAt).HasFilter(\"status = 2\")")]
    [InlineData("and status not in (3, 4)")]
    public void A_bare_enum_number_is_caught(string line) => Assert.Single(SourceRules.StatementsNameEnumValues("src/Planted.cs", [line]));

    [Fact]
    public void Sentences_of_comments_have_subjects() =>
        Assert.Empty(
            House.Written("src").SelectMany(path => SourceRules.SentencesHaveSubjects(path, File.ReadLines(Path.Combine(House.Root, path))))
        );

    [Theory]
    [InlineData("    // What is locked stays locked.")]
    [InlineData("/// <summary>Whoever holds it may go on.</summary>")]
    [InlineData("/// <param name=\"one\">What it is.</param>")]
    [InlineData("/// It is kept. Whatever comes next is dropped.")]
    public void A_sentence_without_a_subject_is_caught(string line) =>
        Assert.Single(SourceRules.SentencesHaveSubjects("src/Planted.cs", [line]));

    [Fact]
    public void No_file_is_longer_than_300_lines() => Assert.Empty(House.Sources.SelectMany(SourceRules.FilesAreShort));

    [Fact]
    public void A_long_file_is_caught() =>
        Assert.Single(
            SourceRules.FilesAreShort(
                new SourceFile("Core/Long.cs", string.Concat(Enumerable.Repeat("// a line\n", SourceRules.MostLines + 1)))
            )
        );

    [Fact]
    public void No_line_is_longer_than_140_columns() =>
        Assert.Empty(
            House
                .Written("src", "tests", "bench", "examples")
                .SelectMany(path => LineRules.LinesAreShort(path, File.ReadLines(Path.Combine(House.Root, path))))
        );

    [Theory]
    [InlineData("src/Core/Planted.cs", 140, "x", false)]
    [InlineData("src/Core/Planted.cs", 141, "x", true)]
    [InlineData("src/Core/Anywhere/Keywords.cs", 141, "x", false)]
    [InlineData("src/Core/Planted.cs", 141, "    // words ", true)]
    public void A_long_line_is_caught(string path, int columns, string begins, bool isCaught) =>
        Assert.Equal(isCaught, LineRules.LinesAreShort(path, [begins.PadRight(columns, 'x')]).Any());

    [Fact]
    public void A_long_text_is_not_broken() =>
        Assert.Empty(
            LineRules.LinesAreShort("src/Core/Planted.cs", [$"        throw new InvalidOperationException(\"{new string('x', 141)}\");"])
        );

    [Theory]
    [InlineData("Core")]
    [InlineData("Sandbox")]
    [InlineData("Api", "Core")]
    [InlineData("Integrations", "Core")]
    [InlineData("Texts", "Core")]
    [InlineData("Bot", "Core", "Api", "Integrations", "Sandbox", "Texts")]
    public void Project_files_refer_to_whom_they_may_know(string project, params string[] allowed) =>
        Assert.Empty(
            SourceRules.ProjectKnowsOnly(project, File.ReadAllText(Path.Combine(House.Root, "src", project, $"{project}.csproj")), allowed)
        );

    [Fact]
    public void A_reference_that_nobody_uses_yet_is_caught() =>
        Assert.Single(SourceRules.ProjectKnowsOnly("Core", """<ProjectReference Include="../Api/Api.csproj" />"""));
}
