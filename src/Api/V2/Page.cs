using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using XthonBot.Api.Envelopes;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Api.V2;

/// <summary>A part of a list, in the same shape for all of them.</summary>
internal sealed record Page<T>(
    IReadOnlyList<T> Items,
    [property: Description("The cursor of the next page; null where this is the last.")] string? Next
)
{
    public static ApiResult<Page<T>> Answer<TView, TId>(Result<Slice<TView, TId>> found, Func<TView, T> shape, Func<TId, string> cursor)
        where TId : struct =>
        found.Match<ApiResult<Page<T>>>(
            slice => new Page<T>([.. slice.Items.Select(shape)], slice.Next is { } next ? cursor(next) : null),
            error => error is Error.NotFound { What: ListQuery.Cursor } ? ListQuery.BadCursor : ErrorAnswers.For(error)
        );
}
