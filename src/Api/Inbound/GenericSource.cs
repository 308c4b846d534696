using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using XthonBot.Api.Envelopes;
using XthonBot.Core.Messages;
using XthonBot.Core.Primitives;

namespace XthonBot.Api.Inbound;

/// <summary>The store's own kind: a small JSON body, signed by the Standard Webhooks scheme (https://www.standardwebhooks.com).</summary>
internal sealed class GenericSource : IInboundSource
{
    public const string SecretPrefix = "whsec_";
    private const string SignaturePrefix = "v1,";
    private const int MaxParts = 255;
    private const int MaxPartLength = 1000;

    public string Kind => "Generic";

    public string? ProblemWith(string secret) => TryReadSecret(secret, out _) ? null : $"must be {SecretPrefix} and the secret in base64";

    public InboundResult Read(InboundRequest request, SourceSettings settings, DateTime now)
    {
        if (request.Single("webhook-id") is not { Length: > 0 } id
            || request.Single("webhook-timestamp") is not { } timestamp
            || request.Single("webhook-signature") is not { } signatures
            || !IsSigned(id, timestamp, request.Body.Span, signatures, settings.Secret)
            || !Signatures.IsRecent(timestamp, now))
            return new InboundResult.Unauthorized();

        if (!InboundJson.TryRead(request.Body.Span, ApiJson.Plain.GenericBody, out var body))
            return new InboundResult.Bad("the body must be JSON with from, to and text, received_at in ISO 8601 if at all, and a part with reference, index and count if it is one");
        var whole = new Fields(id, body.From, PhoneNumber.ParseInternational(body.To), body.Text, body.ReceivedAt).ToMessage(settings, "webhook-id", "to");
        return body.Part is { } part && whole is InboundResult.Messages { Received: [var message] } ? AsPart(part, body, message) : whole;
    }

    private static InboundResult AsPart(GenericPart part, GenericBody body, ReceiveMessage message)
    {
        if (Fields.ProblemWithId("part.reference", part.Reference) is { } problem)
            return new InboundResult.Bad(problem);
        if (part.Count is < 1 or > MaxParts || part.Index < 1 || part.Index > part.Count)
            return new InboundResult.Bad($"part.index must be from 1 to part.count, and that at most {MaxParts}");
        if (body.Text.Length > MaxPartLength)
            return new InboundResult.Bad($"the text of a part has more than {MaxPartLength} characters");
        // What belongs together is told by the sender as well: two of them must not become one.
        if (message.From != body.From)
            return new InboundResult.Bad("from of a part is too long or has control characters");
        return new InboundResult.Part(new ReceivePart(
            message.Source, message.ExternalId, message.From, message.To!.Value, part.Reference, part.Index, part.Count, message.Text, message.ReceivedAt));
    }

    private static bool TryReadSecret(string secret, [NotNullWhen(true)] out byte[]? key)
    {
        key = null;
        if (!secret.StartsWith(SecretPrefix, StringComparison.Ordinal))
            return false;
        var bytes = new byte[secret.Length];
        if (Convert.TryFromBase64Chars(secret.AsSpan(SecretPrefix.Length), bytes, out var length) && length > 0)
            key = bytes[..length];
        return key is not null;
    }

    private static bool IsSigned(string id, string timestamp, ReadOnlySpan<byte> body, string signatures, string secret)
    {
        if (!TryReadSecret(secret, out var key))
            return false;
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hmac.AppendData(body);
        var expected = hmac.GetHashAndReset();

        // While a secret is exchanged for another, a gateway signs with both.
        var signed = false;
        foreach (var signature in signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var given = new byte[signature.Length];
            signed |= signature.StartsWith(SignaturePrefix, StringComparison.Ordinal)
                && Convert.TryFromBase64Chars(signature.AsSpan(SignaturePrefix.Length), given, out var length)
                && CryptographicOperations.FixedTimeEquals(expected, given.AsSpan(0, length));
        }

        return signed;
    }
}

/// <summary>The body that <see cref="GenericSource"/> reads; further fields are ignored.</summary>
internal sealed record GenericBody
{
    public required string From { get; init; }

    public required string To { get; init; }

    public required string Text { get; init; }

    [JsonPropertyName("received_at")]
    public DateTime? ReceivedAt { get; init; }

    public GenericPart? Part { get; init; }
}

/// <summary>Which part of a message this is, where it comes in several.</summary>
internal sealed record GenericPart
{
    /// <summary>The same for all parts of one message of one sender to one number.</summary>
    public required string Reference { get; init; }

    /// <summary>From 1.</summary>
    public required int Index { get; init; }

    public required int Count { get; init; }
}
