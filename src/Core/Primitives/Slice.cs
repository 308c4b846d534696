namespace XthonBot.Core.Primitives;

/// <summary>A part of a list.</summary>
/// <param name="Next">What the next part comes after; null where there is none.</param>
public sealed record Slice<T, TId>(IReadOnlyList<T> Items, TId? Next)
    where TId : struct;
