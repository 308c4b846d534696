using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace XthonBot.Api.Envelopes;

/// <summary>JSON as the API reads and writes it. Each folder has a context that lists its own shapes; here they are one.</summary>
internal static class JsonBody
{
    public const string ContentType = "application/json";

    // The contexts come by their base class, so that this folder need not know the others.
    private static readonly JsonSerializerContext[] Contexts =
    [
        .. typeof(JsonBody)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(JsonSerializerContext)))
            .Select(type => (JsonSerializerContext)Activator.CreateInstance(type)!),
    ];

    /// <summary>As for the web, but a plus or a letter beyond ASCII stays readable; nothing here is ever put into a page.</summary>
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // A null in the place of a text is a bad body, not a fault further in.
        RespectNullableAnnotations = true,
        // A field that is written twice is refused: the last would win, and the first was meant as well.
        AllowDuplicateProperties = false,
        TypeInfoResolver = JsonTypeInfoResolver.Combine(Contexts),
    };

    private static readonly JsonWriterOptions Options = new() { Encoder = Plain.Encoder, SkipValidation = true };

    [ThreadStatic]
    private static Utf8JsonWriter? writer;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    /// <exception cref="JsonException">It is no such body.</exception>
    public static ValueTask<T?> ReadAsync<T>(Stream body, CancellationToken ct) => JsonSerializer.DeserializeAsync(body, Shape<T>.Info, ct);

    /// <summary>
    /// Uses the code that was generated for this type: with an encoder of its own the serializer would use the type's metadata instead.
    /// </summary>
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
        public static readonly JsonTypeInfo<T> Info = (JsonTypeInfo<T>)Plain.GetTypeInfo(typeof(T));

        public static readonly Action<Utf8JsonWriter, T>? Write = Contexts
            .Select(context => context.GetTypeInfo(typeof(T)))
            .OfType<JsonTypeInfo<T>>()
            .First()
            .SerializeHandler;
    }
}
