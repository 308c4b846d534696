using System.Text;
using System.Text.Json.Nodes;
using XthonBot.Core.Modules.Payments;
using XthonBot.Integrations.Payments.Heleket;

namespace XthonBot.Api.Tests.Payments.Heleket;

/// <summary>Webhooks as PHP writes and signs them; the algorithm is node's here, from Heleket's page of webhooks.</summary>
public sealed class HeleketHookFacts
{
    /// <summary>json_encode with JSON_UNESCAPED_UNICODE; numbers, given as texts that begin with #, as PHP wrote them.</summary>
    private const string Php = """
        const crypto = require('crypto');
        const text = s => '"' + [...s].map(c => ({ '"': '\\"', '\\': '\\\\', '/': '\\/', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r',
          '\t': '\\t' })[c]
          ?? (c < ' ' || c === '\u2028' || c === '\u2029' ? '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0') : c)).join('') + '"';
        const php = v => Array.isArray(v) ? '[' + v.map(php).join(',') + ']'
          : v !== null && typeof v === 'object' ? '{' + Object.entries(v).map(([k, x]) => text(k) + ':' + php(x)).join(',') + '}'
          : typeof v === 'string' ? (v[0] === '#' ? v.slice(1) : text(v)) : String(v);
        let input = '';
        process.stdin.setEncoding('utf8').on('data', d => input += d).on('end', () => {
          const data = JSON.parse(input);
          const sign = crypto.createHash('md5').update(Buffer.from(php(data)).toString('base64') + process.argv[1]).digest('hex');
          console.log(php({ ...data, sign }));
        });
        """;

    private static readonly JsonObject Paid = new()
    {
        ["type"] = "payment",
        ["uuid"] = "1ec87133-b22d-4643-988f-cac29a6ac85d",
        ["order_id"] = $"{HeleketServer.Id}",
        ["amount"] = "15.00",
        ["payment_amount"] = "#10.00",
        ["payment_amount_usd"] = "#1.0e-7",
        ["is_final"] = true,
        ["status"] = "paid",
        ["from"] = null,
        ["additional_data"] = "Пополнение / 5 € \"да\" \\ \t 🙂\u2028",
        ["url"] = "https://store.example/a/b?c=<d>&e='f'+g",
        ["convert"] = new JsonObject
        {
            ["sign"] = "not this one",
            ["to_currency"] = "USDT",
            ["rates"] = new JsonArray("#1.50", "x"),
        },
        ["txid"] = "deadbeef",
    };

    [Fact]
    public void The_sign_is_that_of_the_published_vectors()
    {
        // printf 'super-secret-key' | md5sum; printf '%s' "$(printf '%s' "$body" | base64 -w0)merchant-api-key-42" | md5sum
        Assert.Equal("378e56fc949159c7db57153df46c4978", HeleketSign.Of([], "super-secret-key"));
        var body = Encoding.UTF8.GetBytes("""{"amount":"15","currency":"USD","order_id":"1"}""");
        Assert.Equal("27241b4fe4019e6c19622ce88888603c", HeleketSign.Of(body, "merchant-api-key-42"));
    }

    [Fact]
    public async Task What_php_signs_is_a_hint_and_one_byte_more_or_less_is_forged()
    {
        var body = await SignedAsync(Paid);
        Assert.Equal(new HookReading.Hint("1ec87133-b22d-4643-988f-cac29a6ac85d", HeleketServer.Id), await ReadAsync(body));

        var bytes = Encoding.UTF8.GetBytes(body);
        await using var server = await HeleketServer.StartAsync();
        for (var i = 0; i < bytes.Length; i++)
        {
            var altered = bytes.ToArray();
            altered[i] ^= 1;
            Assert.IsType<HookReading.Forged>(Read(server, altered));
        }
    }

    [Fact]
    public async Task The_letters_may_be_escaped_and_the_lines_indented_on_the_way()
    {
        var body = await SignedAsync(Paid);
        var escaped = string.Concat(body.Select(c => c > '~' ? $"\\u{(int)c:x4}" : $"{c}"));
        Assert.IsType<HookReading.Hint>(await ReadAsync(escaped));
        Assert.IsType<HookReading.Hint>(await ReadAsync(escaped.Replace("\\/", "/", StringComparison.Ordinal)));
        Assert.IsType<HookReading.Hint>(await ReadAsync(body.Replace(",\"", ",\n  \"", StringComparison.Ordinal)));
        Assert.IsType<HookReading.Forged>(await ReadAsync(body.Replace("10.00", "10.0", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task The_sign_may_stand_anywhere(int place)
    {
        var members = JsonNode
            .Parse(
                await SignedAsync(
                    new JsonObject
                    {
                        ["a"] = "1",
                        ["uuid"] = "u",
                        ["order_id"] = $"{HeleketServer.Id}",
                    }
                )
            )!
            .AsObject()
            .Select(m => $"\"{m.Key}\":\"{m.Value}\"")
            .ToList();
        var sign = members[^1];
        members.RemoveAt(members.Count - 1);
        members.Insert(place, sign);

        Assert.Equal(new HookReading.Hint("u", HeleketServer.Id), await ReadAsync($"{{{string.Join(',', members)}}}"));
    }

    [Theory]
    [InlineData("payout", null)]
    [InlineData("wallet", null)]
    [InlineData("payment", "coffee-7")]
    public async Task What_is_not_of_a_payment_of_the_store_is_nothing(string type, string? order)
    {
        var other = Paid.DeepClone().AsObject();
        other["type"] = type;
        other["order_id"] = order ?? $"{HeleketServer.Id}";

        Assert.IsType<HookReading.Nothing>(await ReadAsync(await SignedAsync(other)));
    }

    [Fact]
    public async Task Without_its_invoice_it_is_malformed() =>
        Assert.IsType<HookReading.Malformed>(await ReadAsync(await SignedAsync(new JsonObject { ["type"] = "payment" })));

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("hello")]
    [InlineData("""{"sign":1}""")]
    [InlineData("""{"sign":null,"uuid":"u"}""")]
    [InlineData("""{"convert":{"sign":"x"}}""")]
    [InlineData("""{"uuid":"u","sign":"\ud800"}""")]
    [InlineData("""{"uuid":"\ud800","sign":"x"}""")]
    [InlineData("""{"uuid":"u","sign":"x" """)]
    public async Task What_is_not_signed_is_forged(string body) => Assert.IsType<HookReading.Forged>(await ReadAsync(body));

    [Fact]
    public async Task Without_a_key_nothing_is_believed()
    {
        await using var server = await HeleketServer.StartAsync();
        var way = server.WayOf(o => o.ApiKey = "");
        var body = Encoding.UTF8.GetBytes($$"""{"uuid":"u","sign":"{{Md5("eyJ1dWlkIjoidSJ9")}}"}""");

        Assert.IsType<HookReading.Forged>(server.Provider.Understand(way, new HookRequest(new Dictionary<string, string>(), body)));
    }

#pragma warning disable CA5351 // The protocol's own.
    private static string Md5(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351

    private static Task<string> SignedAsync(JsonObject data) =>
        Witness.NodeAsync(Php, Encoding.UTF8.GetBytes(data.ToJsonString()), HeleketServer.Key);

    private static async Task<HookReading> ReadAsync(string body)
    {
        await using var server = await HeleketServer.StartAsync();
        return Read(server, Encoding.UTF8.GetBytes(body));
    }

    private static HookReading Read(HeleketServer server, byte[] body) =>
        server.Provider.Understand(server.Way, new HookRequest(new Dictionary<string, string>(), body));
}
