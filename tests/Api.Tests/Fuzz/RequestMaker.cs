using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Fuzz;

/// <summary>Makes of a number a request that is wrong in some ways, and the same one every time.</summary>
internal sealed class RequestMaker(Shop shop)
{
    private static readonly string[] Actions =
    [
        "getBalance",
        "getNumbersStatus",
        "getPrices",
        "getTopCountriesByService",
        "getServicesList",
        "getCountries",
        "getOperators",
        "getNumber",
        "getNumberV2",
        "setStatus",
        "getStatus",
        "getStatusV2",
        "getActiveActivations",
        "GETBALANCE",
        "getFullSms",
        "getAllSms",
        "getHistory",
        "getPricesVerification",
        "finishActivation",
        "cancelActivation",
    ];

    private static readonly string[] Parameters =
    [
        "id",
        "status",
        "service",
        "country",
        "operator",
        "maxPrice",
        "max_price",
        "ref",
        "orderId",
        "phoneException",
        "page",
        "size",
        "start",
        "offset",
    ];
    private static readonly string[] SignatureHeaders =
    [
        "webhook-id",
        "webhook-timestamp",
        "webhook-signature",
        "X-Signature",
        "X-Timestamp",
        "telnyx-timestamp",
        "telnyx-signature-ed25519",
        "X-Twilio-Signature",
        "X-Plivo-Signature-V3",
        "X-Plivo-Signature-V3-Nonce",
    ];

    private static readonly string[] HookFields =
    [
        "from",
        "to",
        "text",
        "received_at",
        "part",
        "id",
        "event",
        "payload",
        "data",
        "smsId",
        "phone",
        "phoneFrom",
        "key",
        "action",
        "MessageSid",
    ];

    public WireRequest Make(long number)
    {
        var random = RandomOf(number);
        var request = random.Next(10) switch
        {
            < 6 => V2(number, random),
            < 8 => Hook(number, random),
            _ => Facade(number, random),
        };
        for (var more = random.Next(3); more > 0; more--)
            Mutations.Apply(request, random);
        return request;
    }

    /// <summary>A message as a gateway signs it, with some of it wrong.</summary>
    public WireRequest MakeSigned(long number)
    {
        var random = RandomOf(number);
        if (random.Once(2))
            return OddGateways.Make(shop, number, random);
        var request = new WireRequest(number, Room.Hook, "POST", "/hooks/sms/gateway") { IsSigned = true };
        if (random.Once(4))
            AddBody(request, random, HookFields);
        else
            request.Body = Encoding.UTF8.GetBytes(new JsonObject(Message(random, number).Where(_ => !random.Once(12))).ToJsonString());

        var id = random.Once(4) ? Mutations.HeaderValue(random).Trim() : $"msg_{number}";
        var at = shop.Api.Store.Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.Latin1.GetBytes($"{id}.{at}."), .. request.Body!];
        request.Add("webhook-id", id);
        request.Add("webhook-timestamp", at);
        request.Add(
            "webhook-signature",
            "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(ApiHost.Secret["whsec_".Length..]), signed))
        );
        return request;
    }

    private IEnumerable<KeyValuePair<string, JsonNode?>> Message(Random random, long number)
    {
        yield return new("from", random.Once(4) ? Rubbish.Json(random) : "Telegram");
        yield return new("to", random.Once(6) ? Rubbish.Json(random) : shop.Awaited);
        yield return new("text", random.Once(3) ? Rubbish.Json(random) : $"Your code is {number % 1_000_000}");
        yield return new("received_at", random.Once(2) ? Rubbish.Json(random) : "2026-11-22T10:00:00Z");
        if (random.Once(3))
            yield return new(
                "part",
                random.Once(4)
                    ? Rubbish.Json(random)
                    : new JsonObject
                    {
                        ["reference"] = Rubbish.Text(random),
                        ["index"] = random.Next(4),
                        ["count"] = random.Next(4),
                    }
            );
    }

    // By way of a digest, since neighbouring seeds begin alike.
    private static Random RandomOf(long number) => new(BitConverter.ToInt32(SHA256.HashData(BitConverter.GetBytes(number))));

    private WireRequest V2(long number, Random random)
    {
        var operation = random.Of(shop.Operations);
        var path = string.Join(
            '/',
            operation
                .Path.Split('/')
                .Select(part =>
                    !part.StartsWith('{') ? part
                    : random.Once(3) ? Rubbish.Escaped(random)
                    : part == "{service_id}" ? shop.Ids[0]
                    : random.Of(shop.Ids)
                )
        );
        var query = operation
            .Query.Where(_ => random.Next(2) == 0)
            .Select(name => (name, random.Next(3) == 0 ? random.Of("1", "0.01", "30") : Rubbish.Escaped(random)));
        var request = new WireRequest(number, Room.V2, operation.Method, path + Query(random, query));
        Mutations.NoteOddPath(request);
        foreach (var header in operation.Headers.Where(_ => random.Next(2) == 0))
            request.Add(header, random.Next(2) == 0 ? $"key {number}" : Mutations.HeaderValue(random));
        if (!random.Once(5))
            request.Add("X-API-Key", shop.Key);
        else if (random.Next(2) == 0)
            request.Add("X-API-Key", random.Next(2) == 0 ? shop.Key[..^1] + "*" : Mutations.HeaderValue(random));
        if (operation.Fields.Count > 0 || random.Once(3))
            AddBody(request, random, operation.Fields);
        return request;
    }

    private static WireRequest Hook(long number, Random random)
    {
        var name = random.Once(8) ? Rubbish.Escaped(random) : random.Of(Shop.Sources);
        var request = new WireRequest(number, Room.Hook, "POST", $"/hooks/sms/{name}{Query(random, [])}");
        Mutations.NoteOddPath(request);
        foreach (var header in SignatureHeaders.Where(_ => random.Next(3) > 0))
            request.Add(
                header,
                random.Next(2) == 0
                    ? random.Of("1795341600", "v1,AAAA", "v1,", "AAAA", "msg_1", "v1a,AA v1,AA")
                    : Mutations.HeaderValue(random)
            );
        AddBody(request, random, HookFields);
        return request;
    }

    private WireRequest Facade(long number, Random random)
    {
        var given = new List<(string, string)> { ("action", random.Once(8) ? Rubbish.Escaped(random) : random.Of(Actions)) };
        if (!random.Once(8))
            given.Add(("api_key", random.Once(6) ? Rubbish.Escaped(random) : shop.Key));
        given.AddRange(
            Parameters
                .Where(_ => random.Next(2) == 0)
                .Select(p => (p, random.Next(2) == 0 ? random.Of("1", "2", "3", "6", "8", "tg", "187", "5") : Rubbish.Escaped(random)))
        );
        var request = new WireRequest(number, Room.Facade, random.Of("GET", "GET", "POST"), "/stubs/handler_api.php");
        if (request.Method == "GET" || random.Next(2) == 0)
            request.Target += Query(random, given);
        else
        {
            request.Add("Content-Type", "application/x-www-form-urlencoded");
            request.Body = Encoding.ASCII.GetBytes(string.Join('&', given.Select(g => $"{g.Item1}={g.Item2}")));
        }

        if (random.Once(8))
            AddBody(request, random, Parameters);
        return request;
    }

    private static void AddBody(WireRequest request, Random random, IReadOnlyList<string> fields)
    {
        (request.Body, var type) = Rubbish.Body(random, fields);
        request.IsChunked = random.Once(4);
        request.Replace("Content-Type", type);
    }

    // What is asked for, sometimes twice, and what nobody asked for.
    private static string Query(Random random, IEnumerable<(string Name, string Value)> wanted)
    {
        var all = wanted
            .SelectMany(p => random.Once(12) ? (IEnumerable<(string, string)>)[p, (p.Name, Rubbish.Escaped(random))] : [p])
            .ToList();
        for (var more = random.Once(4) ? random.Of(1, 2, 300) : 0; more > 0; more--)
            all.Add((random.Next(2) == 0 ? Rubbish.Escaped(random) : "unknown", random.Next(2) == 0 ? Rubbish.Escaped(random) : "1"));
        return all.Count == 0
            ? random.Once(10)
                ? "?"
                : ""
            : "?" + string.Join(random.Once(20) ? "&&" : "&", all.Select(p => $"{p.Item1}={p.Item2}"));
    }
}
