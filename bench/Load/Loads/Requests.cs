using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using XthonBot.Load.Databases;

namespace XthonBot.Load.Loads;

/// <summary>Requests written beforehand, for wrk and for this program's own connections.</summary>
internal static class Requests
{
    /// <summary>How many customers buy and read; each with a key of their own.</summary>
    public const int Buyers = 128;

    private const string HookPath = $"/hooks/sms/{RunningStore.Source}";

    /// <summary>The customers who buy, spread over all there are.</summary>
    public static IEnumerable<int> BuyersOf(Seed seed) =>
        Enumerable.Range(0, Buyers).Select(i => 1 + (int)((long)i * seed.Customers / Buyers));

    /// <summary>Purchases, customer after customer and each from another service.</summary>
    public static IEnumerable<(string Method, string Path, string Key)> Purchases(Seed seed) =>
        Wishes(seed).Select(p => ("POST", Seed.BuyPath(p.Service), Seed.Key(p.Customer)));

    /// <summary>The same purchases by the activation protocol.</summary>
    public static IEnumerable<(string Method, string Path, string Key)> Activations(Seed seed) =>
        Wishes(seed)
            .Select(p =>
                (
                    "GET",
                    $"/stubs/handler_api.php?api_key={Seed.Key(p.Customer)}&action=getNumber&service={Seed.Code(p.Service)}&country=187",
                    Seed.Key(p.Customer)
                )
            );

    public static IEnumerable<(string Method, string Path, string Key)> Reads(Seed seed, Func<int, string> path) =>
        BuyersOf(seed).Select(c => ("GET", path(c), Seed.Key(c)));

    public static async Task<string> WriteAsync(string folder, string name, IEnumerable<(string Method, string Path, string Key)> requests)
    {
        var file = Path.Combine(folder, name + ".requests");
        await File.WriteAllLinesAsync(file, requests.Select(r => $"{r.Method}\t{r.Path}\t{r.Key}"));
        return file;
    }

    public static byte[] Bytes((string Method, string Path, string Key) request) =>
        Encoding.ASCII.GetBytes(
            $"{request.Method} {request.Path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-Key: {request.Key}\r\nContent-Length: 0\r\n\r\n"
        );

    /// <summary>A text message by the gateway, signed by the Standard Webhooks scheme.</summary>
    public static byte[] Message(string id, string phone, string text, DateTimeOffset now)
    {
        var (body, headers) = Sign(id, phone, text, now);
        return Encoding.UTF8.GetBytes(
            $"POST {HookPath} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n"
                + string.Concat(headers.Select(h => $"{h.Name}: {h.Value}\r\n"))
                + $"\r\n{body}"
        );
    }

    /// <summary>The same for a client that writes its requests itself.</summary>
    public static HttpRequestMessage Signed(string id, string phone, string text, DateTimeOffset now)
    {
        var (body, headers) = Sign(id, phone, text, now);
        var request = new HttpRequestMessage(HttpMethod.Post, HookPath)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return request;
    }

    private static IEnumerable<(int Customer, int Service)> Wishes(Seed seed) =>
        BuyersOf(seed)
            .SelectMany(c => Enumerable.Range(1, seed.Services).Select(s => (Customer: c, Service: s)))
            .OrderBy(p => (p.Service + p.Customer) % seed.Services);

    private static (string Body, (string Name, string Value)[] Headers) Sign(string id, string phone, string text, DateTimeOffset now)
    {
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var body = $$"""{"from":"Telegram","to":"{{phone}}","text":"{{text}}"}""";
        var secret = Convert.FromBase64String(RunningStore.HookSecret["whsec_".Length..]);
        var signature = Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")));
        return (body, [("webhook-id", id), ("webhook-timestamp", timestamp), ("webhook-signature", $"v1,{signature}")]);
    }
}
