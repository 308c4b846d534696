using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using XthonBot.Api.Tests.Inbound.Vendors;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Api.Tests.Fuzz;

/// <summary>What phones and SIM banks may write, signed, with every field in some odd shape and in any encoding.</summary>
internal static class OddGateways
{
    private static readonly string[] Events =
    [
        "sms:received",
        "SMS:Received",
        "mms:downloaded",
        "mms:received",
        "sms:data-received",
        "sms:batch:received",
        "sms:sent",
        "of:tomorrow",
    ];
    private static readonly Encoding[] Encodings = [Encoding.UTF8, new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode];

    public static WireRequest Make(Shop shop, long number, Random random)
    {
        var isPhone = random.Next(2) == 0;
        var request = new WireRequest(number, Room.Hook, "POST", isPhone ? "/hooks/sms/phone" : "/hooks/sms/bank") { IsSigned = true };
        var encoding = random.Of(Encodings);
        request.Body =
        [
            .. encoding.Preamble,
            .. encoding.GetBytes(Odd(random, isPhone ? Phone(shop, number, random) : Bank(shop, number, random))),
        ];
        request.Add(
            "Content-Type",
            random.Of("application/json", "text/plain", "application/json; charset=utf-8", "application/x-www-form-urlencoded")
        );
        var at = shop.Api.Store.Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Add("X-Timestamp", at);
        request.Add(
            "X-Signature",
            Convert.ToHexStringLower(
                HMACSHA256.HashData(Encoding.UTF8.GetBytes(Gateways.AndroidKey), (byte[])[.. request.Body!, .. Encoding.UTF8.GetBytes(at)])
            )
        );
        return request;
    }

    private static JsonObject Phone(Shop shop, long number, Random random)
    {
        var payload = Fields(
            shop,
            number,
            random,
            "messageId",
            "recipient",
            "sender",
            random.Of("message", "text", "body", "data"),
            "receivedAt",
            "simNumber"
        );
        return new JsonObject
        {
            ["event"] = random.Once(8) ? Rubbish.Json(random) : random.Of(Events),
            ["payload"] = random.Next(6) switch
            {
                0 => Rubbish.Json(random),
                1 => new JsonArray(payload),
                2 => new JsonObject { ["messages"] = new JsonArray(payload, new JsonObject()) },
                _ => payload,
            },
        };
    }

    private static JsonObject Bank(Shop shop, long number, Random random)
    {
        var body = Fields(shop, number, random, "smsId", "phone", "phoneFrom", "text", "date", "extra");
        body["action"] = random.Of("PUSH_SMS", "push_sms", "PUSH_MMS");
        body["key"] = Gateways.BankKey;
        return body;
    }

    private static JsonObject Fields(
        Shop shop,
        long number,
        Random random,
        string id,
        string to,
        string from,
        string text,
        string at,
        string other
    ) =>
        new(
            new Dictionary<string, JsonNode?>
            {
                [id] = random.Once(2) ? Rubbish.Json(random) : number,
                [to] = random.Once(3) ? Rubbish.Json(random) : random.Of(shop.Awaited, shop.Awaited[1..]),
                [from] = random.Once(2) ? Rubbish.Json(random) : "Telegram",
                [text] = random.Once(4) ? Rubbish.Json(random) : $"Your code is {number % 1_000_000}",
                [at] = random.Once(2) ? Rubbish.Json(random) : 1795341600,
                [other] = Rubbish.Json(random),
            }.Where(_ => !random.Once(8))
        );

    // Comments, commas too many, fields twice, line breaks as they are, half an emoji.
    private static string Odd(Random random, JsonObject json)
    {
        var text = json.ToJsonString();
        return random.Next(8) switch
        {
            0 => "/* of " + "a program */" + text,
            1 => text[..^1] + ",}",
            2 => text[..^1] + ",\"text\":\"\\ud83d\"}",
            3 => text.Replace("code", "\n\t", StringComparison.Ordinal),
            4 => $"[{text}]",
            _ => text,
        };
    }
}
