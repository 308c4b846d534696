using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace XthonBot.Api.Tests.Fuzz;

/// <summary>Values that nobody should have sent.</summary>
internal static class Rubbish
{
    private static readonly string[] Texts =
    [
        "",
        " ",
        "0",
        "-1",
        "1.2.3",
        "1e9",
        "0x10",
        "NaN",
        "99999999999999999999",
        "2147483648",
        "9223372036854775807",
        "1.005",
        "null",
        "true",
        "[]",
        "{}",
        "' or '1'='1",
        "\"; drop table orders; --",
        "%s%n",
        "${jndi:ldap://x}",
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "..",
        ".",
        "a/b",
        "a\\b",
        "C:\\x",
        "\0",
        "a\0b",
        "\r\nX-Evil: 1",
        "\t",
        "\u001b[31m",
        "tx_",
        "tx_91a",
        "TX_0123456789ABCDEF0123456789ABCDEF",
        "tx_00000000000000000000000000000000",
        "00000000-0000-0000-0000-000000000000",
        "{00000000-0000-0000-0000-000000000000}",
        "xk_",
        "xk_0123456789_",
        "*",
        "?",
        "#",
        "&=",
        "%",
        "%zz",
        "%00",
        "%2e%2e%2f",
        "é",
        "ключ",
        "\U0001F600",
        "\u202Egnp.exe",
        "\uFEFF",
        "\uFFFD",
        "e\u0301\u0301\u0301",
        "１２",
        "İ",
        "ß",
        "\u0085",
        "\u2028",
        "2026-13-45",
        "2026-11-22T10:00:00Z",
        "9999-12-31T23:59:59.9999999Z",
        "http://127.0.0.1/",
        "file:///etc/passwd",
        "+15550001",
        "1,20",
        "$1.20",
        "١٢٣",
    ];

    private static readonly byte[][] Bytes =
    [
        [0xFF],
        [0xC0, 0xAE],
        [0xE2, 0x82],
        [0xED, 0xA0, 0x80],
        [0xF8, 0x88, 0x80, 0x80, 0x80],
        [0x80],
        [0xC3, 0x28],
    ];

    public static T Of<T>(this Random random, params IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    /// <summary>One time in so many.</summary>
    public static bool Once(this Random random, int inSoMany) => random.Next(inSoMany) == 0;

    public static string Text(Random random) =>
        random.Next(8) switch
        {
            0 => new string(random.Of('a', '9', '%', '.', '/', '"'), random.Of(1, 255, 256, 1_000, 2_500)),
            1 => string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => (char)random.Next(1, 0xD7FF))),
            _ => random.Of(Texts),
        };

    /// <summary>Text or no text, in bytes.</summary>
    public static byte[] Raw(Random random) => random.Once(6) ? random.Of(Bytes) : Encoding.UTF8.GetBytes(Text(random));

    /// <summary>With every byte escaped that does not speak for itself, or in capitals, or all of them.</summary>
    public static string Escaped(Random random)
    {
        var all = random.Once(8);
        var format = random.Once(4) ? "x2" : "X2";
        return string.Concat(
            Raw(random)
                .Select(b =>
                    !all && (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~')
                        ? ((char)b).ToString()
                        : "%" + b.ToString(format, System.Globalization.CultureInfo.InvariantCulture)
                )
        );
    }

    public static JsonNode? Json(Random random, int depth = 0) =>
        random.Next(depth > 3 ? 5 : 8) switch
        {
            0 => null,
            1 => random.Next() % 2 == 0,
            2 => JsonNode.Parse(random.Of("0", "-1", "1.5", "1e400", "99999999999999999999", "-0", "2147483648")),
            3 or 4 => Text(random),
            5 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Json(random, depth + 1))]),
            _ => new JsonObject(
                Enumerable.Range(0, random.Next(4)).Select(i => KeyValuePair.Create($"{i}{Text(random)}", Json(random, depth + 1)))
            ),
        };

    /// <summary>A body and what it says it is.</summary>
    /// <param name="fields">Names that would be read.</param>
    public static (byte[] Body, string? Type) Body(Random random, IReadOnlyList<string> fields)
    {
        var type = random.Of(
            "application/json",
            "application/json",
            "application/json; charset=utf-16",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "text/plain",
            "application/xml",
            ";;;",
            "",
            null
        );
        var json = new JsonObject(fields.Select(f => KeyValuePair.Create(f, Json(random)))).ToJsonString();
        return (
            random.Next(12) switch
            {
                0 => [],
                1 => Raw(random),
                2 => Encoding.UTF8.GetBytes(json[..random.Next(json.Length)]),
                3 => Encoding.UTF8.GetBytes(json + random.Of(",", "}", "null", "\0", json)),
                4 => Encoding.ASCII.GetBytes(new string('[', random.Of(64, 65, 10_000))),
                5 => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", random.Of(63, 64, 5_000))) + "1"),
                6 => [(byte)'"', .. random.Of(Bytes), (byte)'"'],
                7 => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(json)],
                8 => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new string('x', random.Of(65_533, 65_534, 65_535, 100_000)))),
                9 => Encoding.ASCII.GetBytes(
                    $"--x\r\nContent-Disposition: form-data; name=\"{random.Of(fields.Count > 0 ? fields : ["a"])}\"\r\n\r\n1\r\n--x{random.Of("--\r\n", "")}"
                ),
                10 => Encoding.UTF8.GetBytes(string.Join('&', fields.Append("a").Select(f => $"{f}={Escaped(random)}"))),
                _ => Encoding.UTF8.GetBytes(json),
            },
            type
        );
    }
}
