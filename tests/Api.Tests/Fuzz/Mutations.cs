using System.Globalization;
using System.Text;

namespace XthonBot.Api.Tests.Fuzz;

/// <summary>Ways to spoil a request. Those that the server itself may stop say so.</summary>
internal static class Mutations
{
    private static readonly string[] Methods =
    [
        "GET",
        "HEAD",
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
        "OPTIONS",
        "TRACE",
        "BREW",
        "get",
        "M-SEARCH",
        new string('A', 100),
    ];

    private static readonly string[] Names =
    [
        "Accept",
        "Accept-Encoding",
        "Accept-Language",
        "Authorization",
        "Cookie",
        "Forwarded",
        "If-Match",
        "If-Modified-Since",
        "If-None-Match",
        "Origin",
        "Range",
        "Referer",
        "User-Agent",
        "X-Forwarded-For",
        "X-Forwarded-Proto",
        "X-Forwarded-Host",
        "X-HTTP-Method-Override",
        "X-Original-URL",
        "traceparent",
        "Content-Encoding",
        "Idempotency-Key",
        "X-API-Key",
        "Content-Type",
        "Expect",
        "_",
        "x".PadRight(500, 'x'),
    ];

    // The place in the path is where the star is.
    private static readonly string[] Tricks =
    [
        "/*",
        "//*",
        "/./*",
        "/x/../*",
        "/%2e/*",
        "/x/%2e%2e/*",
        "/..%2f*",
        "/%2f*",
        "\\*",
        "/*%00",
        "/*%00.json",
        "/%c0%ae%c0%ae/*",
        "/%252e%252e/*",
        "/*..;/",
        "/*#x",
        "http://127.0.0.1/*",
        "http://evil.example/*",
        "*",
        "/../../../../*",
        "/*/../../../../etc/passwd",
        "/*%0d%0aX-Evil:%201",
        "/%uff0e%uff0e/*",
        "/*\u00FF",
        "/*\u00C0\u00AE",
    ];

    private static readonly string[] Endings =
    [
        "/",
        "//",
        ";x=1",
        "%20",
        "%2f",
        "%5c",
        ".json",
        "%e2%80%ae",
        "%f0%9f%98%80",
        "%EF%BC%8F",
        "~",
        "%ff",
        "/nothing",
        "/%25",
        "'",
        "|",
    ];

    private static readonly (string Name, string Value)[] Broken =
    [
        ("Content-Length", "-1"),
        ("Content-Length", "99999999999999999999"),
        ("Content-Length", "1, 2"),
        ("Content-Length", "0x10"),
        ("Transfer-Encoding", "gzip"),
        ("Transfer-Encoding", "chunked, gzip"),
        ("Transfer-Encoding", "\u000Bchunked"),
        ("Host", "a b"),
        ("Host", "x:y:z"),
        ("Host", "@"),
        ("Host", "second"),
        ("X-Null", "a\0b"),
        ("X-Return", "a\rb"),
        ("X Space", "1"),
        ("", "no name"),
        ("X-Folded", "a\r\n b"),
        ("X-No-Colon\r\nnothing", "1"),
        ("Connection", "Upgrade, HTTP2-Settings\r\nUpgrade: h2c"),
    ];

    public static void Apply(WireRequest request, Random random)
    {
        switch (random.Next(9))
        {
            case 0:
                request.Method = random.Of(Methods);
                break;
            case 1:
                (request.Target, request.MayStopEarly) = (
                    random.Of(Tricks).Replace("*", request.Target[1..], StringComparison.Ordinal),
                    true
                );
                break;
            case 2:
                var end = request.Target.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? query : request.Target.Length;
                request.Target = request.Target.Insert(end, random.Of(Endings));
                break;
            case 3:
                var (name, value) = random.Of(Broken);
                request.Add(name, value);
                request.MayStopEarly = true;
                break;
            case 4:
                var length = random.Of(1_000, 8_000, 16_000, 31_000, 33_000, 70_000);
                request.Add(
                    "X-Long",
                    random.Next(2) == 0 ? new string('x', length) : string.Concat(Enumerable.Repeat("\u00C3\u00A9", length / 2))
                );
                break;
            case 5:
                for (var more = random.Of(2, 50, 95, 120); more > 0; more--)
                    request.Add(
                        random.Next(2) == 0 ? "X-Again" : string.Create(CultureInfo.InvariantCulture, $"X-{more}"),
                        HeaderValue(random)
                    );
                break;
            case 6:
                // In the middle of the path, and as it is.
                request.Target = request.Target.Insert(
                    random.Next(1, request.Target.Length),
                    Encoding.Latin1.GetString(Rubbish.Raw(random))
                );
                request.MayStopEarly = true;
                break;
            case 7:
                request.Headers.AddRange(request.Headers.Where(h => h.Name != "Host").Take(random.Next(3)).ToList());
                break;
            default:
                request.Add(random.Of(Names), HeaderValue(random));
                break;
        }
    }

    /// <summary>Steps up, and characters that no path may hold: where they lead is the server's to say.</summary>
    public static void NoteOddPath(WireRequest request)
    {
        var path = request.Target.Split('?')[0];
        var plain = path.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase);
        request.MayStopEarly |= path.Contains("%00", StringComparison.Ordinal) || plain.Split('/').Any(part => part is "." or "..");
    }

    /// <summary>Anything that ends with its line; a zero ends the request.</summary>
    public static string HeaderValue(Random random) =>
        Encoding.Latin1.GetString([.. Rubbish.Raw(random).Where(b => b is not ((byte)'\r' or (byte)'\n' or 0))]);
}
