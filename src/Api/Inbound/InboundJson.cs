using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace XthonBot.Api.Inbound;

/// <summary>The bodies of the gateways, as far as they are read; further fields are ignored.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(TelnyxEvent))]
[JsonSerializable(typeof(TelnyxMessage))]
[JsonSerializable(typeof(AndroidEvent))]
[JsonSerializable(typeof(AndroidMessage))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class InboundJson : JsonSerializerContext
{
    // A null in the place of a text is a bad body, not a fault further in.
    public static readonly InboundJson Plain = new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true });

    public static bool TryRead<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type, [NotNullWhen(true)] out T? value)
    {
        try
        {
            value = JsonSerializer.Deserialize(json, type);
            return value is not null;
        }
        catch (JsonException)
        {
            value = default;
            return false;
        }
    }

    public static bool TryRead<T>(JsonElement json, JsonTypeInfo<T> type, [NotNullWhen(true)] out T? value)
        where T : class
    {
        try
        {
            value = json.ValueKind == JsonValueKind.Object ? json.Deserialize(type) : null;
            return value is not null;
        }
        catch (JsonException)
        {
            value = null;
            return false;
        }
    }
}

internal sealed record TelnyxEvent
{
    public required TelnyxData Data { get; init; }
}

internal sealed record TelnyxData
{
    [JsonPropertyName("event_type")]
    public required string EventType { get; init; }

    public JsonElement Payload { get; init; }
}

internal sealed record TelnyxMessage
{
    public required string Id { get; init; }

    public required TelnyxParty From { get; init; }

    public required IReadOnlyList<TelnyxParty> To { get; init; }

    /// <summary>Null for one of pictures alone.</summary>
    public string? Text { get; init; }

    [JsonPropertyName("received_at")]
    public DateTime? ReceivedAt { get; init; }
}

internal sealed record TelnyxParty
{
    [JsonPropertyName("phone_number")]
    public required string PhoneNumber { get; init; }
}

internal sealed record AndroidEvent
{
    public required string Event { get; init; }

    public JsonElement Payload { get; init; }
}

/// <summary>Older versions of the app have <see cref="PhoneNumber"/> in place of <see cref="Sender"/>, and no <see cref="Recipient"/>.</summary>
internal sealed record AndroidMessage
{
    public required string MessageId { get; init; }

    public required string Message { get; init; }

    public required DateTime ReceivedAt { get; init; }

    public string? Sender { get; init; }

    public string? PhoneNumber { get; init; }

    public string? Recipient { get; init; }

    public int? SimNumber { get; init; }
}
