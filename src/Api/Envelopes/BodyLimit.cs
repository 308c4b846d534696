using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace XthonBot.Api.Envelopes;

/// <summary>How much of a body is read at most; Kestrel answers 413 to more.</summary>
internal sealed class BodyLimit : IRequestSizeLimitMetadata
{
    public static readonly BodyLimit Default = new();

    /// <summary>64 KiB, in bytes.</summary>
    public long? MaxRequestBodySize => 64 * 1024;

    /// <summary>
    /// Takes a body that the endpoint has no use for off the wire first: one that is too large or broken is refused before it costs money.
    /// </summary>
    public static async ValueTask<object?> DrainAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if (request.ContentLength is > 0 || request.Headers.TransferEncoding.Count > 0)
            await request.Body.CopyToAsync(Stream.Null, context.HttpContext.RequestAborted);
        return await next(context);
    }
}
