namespace XthonBot.Core.Foundation.Kernel;

/// <summary>A part of a list.</summary>
/// <param name="Next">The cursor of the next part; null where there is none.</param>
public sealed record Slice<T, TId>(IReadOnlyList<T> Items, TId? Next)
    where TId : struct;

internal static class Slice
{
    /// <param name="found">One more than <paramref name="count"/> where the list goes on.</param>
    public static Slice<T, TId> Of<T, TId>(List<T> found, int count, Func<T, TId> id)
        where TId : struct =>
        found.Count > count ? new Slice<T, TId>(found.GetRange(0, count), id(found[count - 1])) : new Slice<T, TId>(found, null);
}
