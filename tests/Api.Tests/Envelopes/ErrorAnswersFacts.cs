using System.Reflection;
using XthonBot.Api.Envelopes;
using XthonBot.Api.V2;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Api.Tests.Envelopes;

public sealed class ErrorAnswersFacts
{
    public static TheoryData<Type> Errors => [.. typeof(Error).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(Error)))];

    [Theory]
    [MemberData(nameof(Errors))]
    public void Every_error_of_the_store_has_an_answer(Type error)
    {
        var answer = ErrorAnswers.For(Make(error));

        Assert.True(answer.Status is >= 400 and <= 499 or 503);
        Assert.NotEmpty(answer.Message);
    }

    [Fact]
    public void The_list_of_errors_is_closed()
    {
        Assert.All(
            typeof(Error).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Error))),
            t => Assert.Equal(typeof(Error), t.DeclaringType)
        );
        Assert.NotEmpty(Errors);
    }

    [Fact]
    public void Bug_a_conflict_of_any_kind_says_that_nothing_is_in_stock() =>
        Assert.Equal(("Conflict", "Out of stock"), (Failure.Of(409).Message, ErrorAnswers.For(new Error.OutOfStock("any")).Message));

    [Fact]
    public void An_error_that_nobody_mapped_is_a_fault() => Assert.Throws<NullReferenceException>(() => ErrorAnswers.For(null!));

    internal static Error Make(Type error)
    {
        var constructor = error.GetConstructors(BindingFlags.Public | BindingFlags.Instance).Single();
        return (Error)constructor.Invoke([.. constructor.GetParameters().Select(p => Example(p.ParameterType))]);
    }

    private static object Example(Type type) =>
        type == typeof(string) ? "word"
        : type == typeof(OrderStatus) ? OrderStatus.Expired
        : Activator.CreateInstance(type)!;
}
