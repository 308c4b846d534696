using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace XthonBot.Integrations.Payments.Heleket;

/// <summary>
/// The signature of Heleket and Cryptomus: MD5 of the body in base64 and the key, as hexadecimal digits. In a webhook it stands in the
/// body itself, made of the rest as PHP writes it. It is weak: what it signs is a hint.
/// </summary>
internal static class HeleketSign
{
    private static ReadOnlySpan<byte> Member => "sign"u8;

    [SuppressMessage("Security", "CA5351", Justification = "The protocol has no other; nothing is believed for it alone.")]
    public static string Of(ReadOnlySpan<byte> body, string key) =>
        Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(Convert.ToBase64String(body) + key)));

    /// <summary>Whether a webhook's body is signed: its rest as it came, or as PHP would write it again.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static bool IsSigned(ReadOnlyMemory<byte> body, string key)
    {
        if (Cut(body.Span) is not ({ } given, { } rest))
            return false;
        // The sender signs text with its letters as they are, and its HTTP client may escape them.
        return AreSame(Of(rest, key), given) | AreSame(Of(AsPhp(rest), key), given);
    }

    /// <summary>Takes the member of the signature out of the text, with one comma, and touches nothing else.</summary>
    private static (string? Given, byte[]? Unsigned) Cut(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        var end = 0;
        while (reader.Read())
        {
            if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && reader.ValueTextEquals(Member))
            {
                var start = (int)reader.TokenStartIndex;
                var isFirst = body[..start].TrimEnd(" \t\r\n"u8) is [.., (byte)'{'];
                reader.Read();
                if (reader.TokenType != JsonTokenType.String)
                    return default;
                var given = reader.GetString();
                var after = (int)reader.BytesConsumed;
                if (isFirst)
                    after += body[after..].IndexOfAny(",}"u8) is var comma && comma >= 0 && body[after + comma] == ',' ? comma + 1 : 0;
                return (given, [.. body[..(isFirst ? start : end)], .. body[after..]]);
            }

            end = (int)reader.BytesConsumed;
        }

        return default;
    }

    /// <summary>
    /// Writes JSON as PHP's json_encode does with JSON_UNESCAPED_UNICODE: without space, slashes escaped, letters as they are. Numbers stay
    /// as they were written.
    /// </summary>
    private static byte[] AsPhp(ReadOnlySpan<byte> json)
    {
        var written = new ArrayBufferWriter<byte>(json.Length);
        var reader = new Utf8JsonReader(json);
        var needsComma = false;
        while (reader.Read())
        {
            if (needsComma && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
                written.Write(","u8);
            needsComma = reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName);
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                written.Write(Encoding.UTF8.GetBytes(Quoted(reader.GetString()!)));
            else
                written.Write(reader.ValueSpan);
            if (reader.TokenType == JsonTokenType.PropertyName)
                written.Write(":"u8);
        }

        return written.WrittenSpan.ToArray();
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' or '/' => quoted.Append('\\').Append(c),
                '\b' => quoted.Append("\\b"),
                '\f' => quoted.Append("\\f"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' or '\u2028' or '\u2029' => quoted.Append("\\u").Append(Convert.ToHexStringLower([(byte)(c >> 8), (byte)c])),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    private static bool AreSame(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));
}
