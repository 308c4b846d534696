using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
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
    private const int MaxIdLength = 255;
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public string Kind => "Generic";

    public string? ProblemWith(string secret) => TryReadSecret(secret, out _) ? null : $"must be {SecretPrefix} and the secret in base64";

    public InboundResult Read(InboundRequest request, SourceSettings settings, DateTime now)
    {
        if (request.Single("webhook-id") is not { Length: > 0 } id
            || request.Single("webhook-timestamp") is not { } timestamp
            || request.Single("webhook-signature") is not { } signatures
            || !IsSigned(id, timestamp, request.Body.Span, signatures, settings.Secret)
            || !IsRecent(timestamp, now))
            return new InboundResult.Unauthorized();

        if (id.Length > MaxIdLength)
            return new InboundResult.Bad($"webhook-id has more than {MaxIdLength} characters");
        if (!TryReadBody(request.Body.Span, out var body))
            return new InboundResult.Bad("the body must be JSON with from, to and text, and received_at in ISO 8601 if at all");
        return ParsePhone(body.To).Match<InboundResult>(
            to => new InboundResult.Messages([new ReceiveMessage(settings.Name, id, body.From, to, body.Text, AsUtc(body.ReceivedAt))]),
            error => new InboundResult.Bad($"to: {((Error.Invalid)error).Reason}"));
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

    // An old request that somebody recorded, or one made for later, is worth nothing.
    private static bool IsRecent(string timestamp, DateTime now) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        && (DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime - now).Duration() <= Tolerance;

    private static bool TryReadBody(ReadOnlySpan<byte> json, [NotNullWhen(true)] out GenericBody? body)
    {
        try
        {
            body = JsonSerializer.Deserialize(json, ApiJson.Plain.GenericBody);
            return body is not null;
        }
        catch (JsonException)
        {
            body = null;
            return false;
        }
    }

    // Many gateways write the digits of the international form without its plus.
    private static Result<PhoneNumber> ParsePhone(string to) =>
        PhoneNumber.Parse(to) is { IsOk: true } parsed ? parsed
        : to.TrimStart() is [>= '0' and <= '9', ..] ? PhoneNumber.Parse("+" + to)
        : PhoneNumber.Parse(to);

    private static DateTime? AsUtc(DateTime? stamp)
    {
        if (stamp is not { } time)
            return null;
        var utc = time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time.ToUniversalTime();

        // A stamp in whole seconds means any instant of that second. Taken as its beginning, a message
        // that follows a purchase within the second would look older than the purchase and be nobody's.
        return utc.Ticks % TimeSpan.TicksPerSecond == 0
            ? utc.AddMilliseconds(999)
            : utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMillisecond));
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
}
