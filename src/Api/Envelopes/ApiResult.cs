using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace XthonBot.Api.Envelopes;

/// <summary>An answer that can be written as bytes.</summary>
internal interface IRendered
{
    (int Status, byte[] Body) Render();
}

/// <summary>
/// Data in the envelope, or a failure in it: what an endpoint returns, and what the OpenAPI document reads from its type.
/// </summary>
internal sealed class ApiResult<T> : IResult, IRendered, IEndpointMetadataProvider
    where T : class
{
    private readonly Envelope<T>? success;
    private readonly Failure? failure;

    // An answer that many callers get is serialized once.
    private byte[]? bytes;

    private ApiResult(Envelope<T>? success, Failure? failure) => (this.success, this.failure) = (success, failure);

    public bool IsOk => success is not null;

    public Failure? Failure => failure;

    public static implicit operator ApiResult<T>(T data) => new(new Envelope<T>(true, data, null), null);

    public static implicit operator ApiResult<T>(Failure failure) => new(null, failure);

    public ApiResult<T> Saying(string? message) => success is null ? this : new(success with { Message = message }, null);

    public Task ExecuteAsync(HttpContext httpContext) =>
        success is null ? failure!.WriteAsync(httpContext) : JsonBody.WriteBytesAsync(httpContext, StatusCodes.Status200OK, Bytes(success));

    public (int Status, byte[] Body) Render() =>
        success is null ? (failure!.Status, failure.Render()) : (StatusCodes.Status200OK, Bytes(success));

    private byte[] Bytes(Envelope<T> envelope) => bytes ??= JsonBody.Bytes(envelope);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(Envelope<T>), [JsonBody.ContentType]));
}

/// <summary>A failed answer: its status and what it says.</summary>
/// <param name="Body">The whole body as it is written, where the failure carries data.</param>
internal sealed record Failure(int Status, string Message, byte[]? Body = null) : IResult
{
    public static Failure Of(int status) => new(status, DefaultMessages.For(status));

    public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext);

    public Task WriteAsync(HttpContext context)
    {
        if (Status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "ApiKey";
        return JsonBody.WriteBytesAsync(context, Status, Render());
    }

    public byte[] Render() => Body ?? JsonBody.Bytes(new EmptyEnvelope(false, null, Message));
}
