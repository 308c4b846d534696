using Microsoft.AspNetCore.Http.Metadata;

namespace XthonBot.Api.Envelopes;

/// <summary>How much of a body is read at most; Kestrel answers 413 to more.</summary>
internal sealed class BodyLimit : IRequestSizeLimitMetadata
{
    public static readonly BodyLimit Default = new();

    /// <summary>64 KiB, in bytes.</summary>
    public long? MaxRequestBodySize => 64 * 1024;
}
