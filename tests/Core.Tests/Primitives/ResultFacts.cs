namespace XthonBot.Core.Tests.Primitives;

public sealed class ResultFacts
{
    private static readonly Error.NotFound Nothing = new("x");

    [Fact]
    public void A_value_is_ok_and_there()
    {
        Result<int> result = 5;

        Assert.True(result.IsOk);
        Assert.Equal(5, result.Value);
        Assert.Null(result.Error);
        Assert.True(result.TryGet(out var found, out _) && found == 5);
        Assert.Equal("5", result.Match(value => $"{value}", _ => "failed"));
        Assert.Equal(5, Result<int>.ToResult(5).Value);
    }

    [Fact]
    public void An_error_has_no_value_and_asking_for_it_is_a_bug()
    {
        Result<int> result = Nothing;

        Assert.False(result.IsOk);
        Assert.Equal(Nothing, result.Error);
        Assert.False(result.TryGet(out _, out var error));
        Assert.Equal(Nothing, error);
        Assert.Equal("failed", result.Match(_ => "ok", _ => "failed"));
        Assert.Contains("NotFound", Assert.Throws<InvalidOperationException>(() => result.Value).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_error_ends_a_chain()
    {
        Assert.Equal(6, Result.Ok(5).Then(value => Result.Ok(value + 1)).Value);
        Assert.Equal(
            Nothing,
            Result.Ok(5).Then<int>(_ => Nothing).Then<int>(_ => throw new InvalidOperationException("not reached")).Error
        );
    }

    [Fact]
    public void What_is_missing_is_the_need_less_what_is_there() =>
        Assert.Equal(new Money(70), new Error.InsufficientFunds(new Money(120), new Money(50)).Missing);
}
