using System.Diagnostics.CodeAnalysis;

namespace XthonBot.Core.Foundation.Kernel;

/// <summary>Tells a write whether to commit or to roll back.</summary>
public interface IOutcome
{
    bool IsOk { get; }
}

/// <summary>A value, or the expected reason why there is none.</summary>
public readonly struct Result<T> : IOutcome
{
    private readonly T? value;

    private Result(T? value, Error? error)
    {
        this.value = value;
        Error = error;
    }

    public Error? Error { get; }

    public bool IsOk => Error is null;

    /// <summary>The value; asking for it where there is none is a bug.</summary>
    public T Value => Error is null ? value! : throw new InvalidOperationException($"There is no value: {Error}");

    public bool TryGet([MaybeNullWhen(false)] out T found, [NotNullWhen(false)] out Error? error)
    {
        found = value;
        error = Error;
        return Error is null;
    }

    public Result<TNext> Then<TNext>(Func<T, Result<TNext>> next) => Error is null ? next(value!) : Error;

    public TOut Match<TOut>(Func<T, TOut> ok, Func<Error, TOut> failed) => Error is null ? ok(value!) : failed(Error);

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Error error) => new(default, error);

    [SuppressMessage("Design", "CA1000", Justification = "The named form of the implicit conversion.")]
    public static Result<T> ToResult(T value) => value;
}

/// <summary>For the places where the compiler cannot infer the conversion.</summary>
public static class Result
{
    public static Result<T> Ok<T>(T value) => value;
}

/// <summary>Success without a value.</summary>
public readonly record struct Done;
