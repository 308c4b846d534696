using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace XthonBot.Api.Envelopes;

/// <summary>The shape of every successful answer.</summary>
[Description("A successful answer.")]
internal sealed record Envelope<T>(
    [property: Description("Always true.")] bool Ok,
    T Data,
    [property: Description("Null, except where there is something to say.")] string? Message
)
    where T : notnull;

/// <summary>The shape of a failed answer without data.</summary>
/// <param name="Data">Always null.</param>
internal sealed record EmptyEnvelope(bool Ok, string? Data, string Message);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(EmptyEnvelope))]
internal sealed partial class EnvelopeJson : JsonSerializerContext;
