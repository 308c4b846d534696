using System.Buffers;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Api.Envelopes;

/// <summary>An answer that can be had as bytes.</summary>
internal interface IRendered
{
    (int Status, byte[] Body) Render();
}

/// <summary>Data in the envelope, or a failure in it: what an endpoint returns, and what the OpenAPI document reads from its type.</summary>
internal sealed class Answer<T> : IResult, IRendered, IEndpointMetadataProvider
    where T : class
{
    private readonly Envelope<T>? success;
    private readonly Failure? failure;

    // One that is given to many is written once.
    private byte[]? bytes;

    private Answer(Envelope<T>? success, Failure? failure) => (this.success, this.failure) = (success, failure);

    public bool IsOk => success is not null;

    public Failure? Failure => failure;

    public static implicit operator Answer<T>(T data) => new(new Envelope<T>(true, data, null), null);

    public static implicit operator Answer<T>(Error error) => ErrorAnswers.For(error);

    public static implicit operator Answer<T>(Failure failure) => new(null, failure);

    public Answer<T> Saying(string? message) => success is null ? this : new(success with { Message = message }, null);

    public Task ExecuteAsync(HttpContext httpContext) => success is null
        ? failure!.WriteAsync(httpContext)
        : JsonBody.WriteBytesAsync(httpContext, StatusCodes.Status200OK, Bytes(success));

    public (int Status, byte[] Body) Render() =>
        success is null ? (failure!.Status, failure.Render()) : (StatusCodes.Status200OK, Bytes(success));

    private byte[] Bytes(Envelope<T> envelope) => bytes ??= JsonBody.Bytes(envelope);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(Envelope<T>), [JsonBody.ContentType]));
}

/// <summary>A failed answer: its status, what it says, and where a cancel is refused the state of the transaction.</summary>
internal sealed record Failure(int Status, string Message, V2.TransactionState? Data = null) : IResult
{
    public static Failure Of(int status) => new(status, DefaultMessages.For(status));

    public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext);

    public Task WriteAsync(HttpContext context)
    {
        if (Status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "ApiKey";
        return JsonBody.WriteBytesAsync(context, Status, Render());
    }

    public byte[] Render() => JsonBody.Bytes(new FailureEnvelope(false, Data, Message));
}

internal static class JsonBody
{
    public const string ContentType = "application/json";

    private static readonly JsonWriterOptions Options = new() { Encoder = ApiJson.Plain.Options.Encoder, SkipValidation = true };

    [ThreadStatic]
    private static Utf8JsonWriter? writer;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    /// <summary>By the code that was generated for this type: with an encoder of its own the serializer would go through its description instead.</summary>
    public static byte[] Bytes<T>(T body)
    {
        if (Shape<T>.Write is not { } write)
            return JsonSerializer.SerializeToUtf8Bytes(body, Shape<T>.Info);
        buffer ??= new ArrayBufferWriter<byte>(1024);
        buffer.ResetWrittenCount();
        writer ??= new Utf8JsonWriter(buffer, Options);
        writer.Reset(buffer);
        write(writer, body);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static Task WriteAsync<T>(HttpContext context, int status, T body) => WriteBytesAsync(context, status, Bytes(body));

    public static async Task WriteBytesAsync(HttpContext context, int status, byte[] bytes)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = ContentType;
        response.ContentLength = bytes.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        await response.BodyWriter.WriteAsync(bytes, context.RequestAborted);
    }

    private static class Shape<T>
    {
        public static readonly JsonTypeInfo<T> Info = (JsonTypeInfo<T>)ApiJson.Plain.GetTypeInfo(typeof(T))!;
        public static readonly Action<Utf8JsonWriter, T>? Write = ((JsonTypeInfo<T>)ApiJson.Default.GetTypeInfo(typeof(T))!).SerializeHandler;
    }
}
