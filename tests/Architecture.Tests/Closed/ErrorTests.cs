using XthonBot.Api.V2;
using XthonBot.Bot.Chat;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Texts;

namespace XthonBot.Architecture.Tests.Closed;

/// <summary>The closed list of errors, through the one switch to HTTP and the one to words.</summary>
public sealed class ErrorTests
{
    private static readonly TextBook Texts = new("Test store");

    public static TheoryData<Type> Errors => [.. typeof(Error).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(Error)))];

    [Fact]
    public void There_are_errors_to_look_at() => Assert.True(Errors.Count >= 11);

    [Theory]
    [MemberData(nameof(Errors))]
    public void Every_error_has_an_answer_over_http(Type type)
    {
        foreach (var error in Samples.Of<Error>(type))
        {
            var answer = ErrorAnswers.For(error);
            // Another service's trouble is neither the caller's fault nor ours.
            Assert.True(answer.Status is >= 400 and <= 499 || (error is Error.WayUnavailable && answer.Status == 503));
            Assert.NotEmpty(answer.Message);
        }
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void Every_error_has_words_in_every_language(Type type)
    {
        foreach (var words in Texts.Languages)
            Assert.All(Samples.Of<Error>(type), error => Assert.NotEmpty(ErrorTexts.Of(words, error)));
    }

    [Fact]
    public void Every_status_has_a_word_in_every_language() =>
        Assert.All(
            Texts.Languages,
            words => Assert.All(Enum.GetValues<OrderStatus>(), status => Assert.NotEmpty(ErrorTexts.Status(words, status)))
        );
}
