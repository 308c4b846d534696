using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Stock;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.HandlerApi;

/// <summary>
/// Whatever a purchase carries, however its names are spelled and wherever they stand: it is exactly understood, or nothing is charged.
/// </summary>
public sealed partial class PaidRequestLaws
{
    private static readonly (string Name, string Value)[] Harmless =
    [
        ("ref", "2684538"),
        ("ref", ""),
        ("softId", "17"),
        ("lang", "ru"),
        ("language", "en"),
        ("userId", "9"),
        ("useCashBack", "true"),
        ("version", "2"),
        ("_", "1732269600"),
        ("isForward", "1"),
    ];

    private static readonly (string Name, string Value)[] Granted =
    [
        ("maxPrice", "1.20"),
        ("maxPrice", "1.2"),
        ("maxPrice", "1.2000"),
        ("maxPrice", "30"),
        ("operator", "any"),
        ("operator", ""),
        ("phoneException", ""),
        ("phoneException", "7918,7900111"),
        ("phoneException", "1503,+1212555"),
        ("forward", "0"),
        ("forward", "false"),
        ("activationType", "0"),
        ("verification", "false"),
        ("ltr", "0"),
        ("areas", ""),
        ("carriers", "any"),
        ("providerIds", ""),
        ("freePrice", "true"),
        ("currency", "840"),
        ("country", "187"),
        ("country", "12"),
        ("country", "us"),
        ("country", "0"),
    ];

    private static readonly (string Name, string Value)[] NotGranted =
    [
        ("maxPrice", "1.19"),
        ("maxPrice", "0.5"),
        ("maxPrice", "0,50"),
        ("maxPrice", "5e1"),
        ("maxPrice", ""),
        ("maxPrice", "$5"),
        ("maxPrice", "5 USD"),
        ("maxPrice", "-5"),
        ("maxPrice", new string('9', 300)),
        ("operator", "verizon"),
        ("operator", "any,tmobile"),
        ("phoneException", "1555"),
        ("phoneException", "7918,1"),
        ("forward", "1"),
        ("activationType", "2"),
        ("verification", "true"),
        ("ltr", "1"),
        ("areas", "503"),
        ("carriers", "vz"),
        ("number", "15035550199"),
        ("providerIds", "1"),
        ("exceptProviderIds", "2"),
        ("currency", "643"),
        ("country", "16"),
        ("country", "ru"),
        ("country", "999999"),
        ("service", "tg"),
        ("service", "wa"),
        ("price", "5"),
        ("maxCost", "5"),
        ("max", "5"),
        ("maxSum", "5"),
        ("limit", "5"),
        ("minPrice", "1"),
        ("maxPrice[]", "5"),
        ("fixedPrice", "perhaps"),
        ("multi", "1"),
        ("exceptionPhoneSet", "1555"),
        ("orderId", ""),
        ("orderId", new string('o', 256)),
        ("duration", "24"),
        ("id", "1"),
        ("status", "8"),
        ("quantity", "2"),
    ];

    private static readonly Gen<Piece> AnyPiece = Gen.Select(
            Gen.Frequency(
                (4, Gen.OneOf(Harmless).Select(p => (p.Name, p.Value, Kind: Kind.Harmless))),
                (8, Gen.OneOf(Granted).Select(p => (p.Name, p.Value, Kind: Kind.Granted))),
                (3, Gen.OneOf(NotGranted).Select(p => (p.Name, p.Value, Kind: Kind.Refused))),
                // A name that nobody ever heard of.
                (1, Gen.Char['a', 'z'].Array[3, 12].Select(name => (Name: "x" + new string(name), Value: "1", Kind: Kind.Refused)))
            ),
            Gen.Int[0, 4],
            Gen.Bool
        )
        .Select((one, spelling, isInBody) => new Piece(Spell(one.Name, spelling), one.Value, one.Kind, isInBody));

    private enum Kind
    {
        Harmless,
        Granted,
        Refused,
    }

    [Fact]
    public async Task A_purchase_is_exactly_understood_or_nothing_is_charged()
    {
        await using var client = await Client.StartAsync(numbers: 999, settings: ("Orders:MaxOpenPerCustomer", "0"));
        await client.Api.Store.CreditAsync(client.Ann.Id, new Money(200_000));
        var (expected, bought, refused) = (await client.Api.Store.BalanceAsync(client.Ann.Id), 0, 0);
        await Gen.Select(AnyPiece.Array[0, 5], Gen.Bool, Gen.Bool)
            .SampleAsync(
                async (pieces, isJson, isV2) =>
                {
                    var answer = await AskAsync(client, pieces, isJson, isV2 ? "getNumberV2" : "getNumber");
                    var isBought =
                        answer.StartsWith("ACCESS_NUMBER:", StringComparison.Ordinal)
                        || answer.StartsWith("{\"activationId\"", StringComparison.Ordinal);
                    expected -= isBought ? new Money(120) : Money.Zero;
                    (bought, refused) = isBought ? (bought + 1, refused) : (bought, refused + 1);

                    Assert.Equal((IsClear(pieces), true), (isBought, isBought || Refusal().IsMatch(answer)));
                    Assert.Equal(expected, await client.Api.Store.BalanceAsync(client.Ann.Id));
                    Assert.Equal(
                        (bought, 999 - bought),
                        (
                            await client.Api.Store.ScalarAsync<int>("select count(*) as value from orders"),
                            await client.Api.Store.ScalarAsync<int>(
                                $"select count(*) as value from numbers where status = {(int)NumberStatus.Free}"
                            )
                        )
                    );
                },
                iter: TestDatabase.Chosen == DatabaseProvider.Sqlite ? 400 : 100,
                threads: 1,
                print: sample => string.Join('&', sample.Item1.Select(p => p.ToString())) + (sample.Item2 ? " json" : " form")
            );
        // The law would hold for a store that sells nothing, too.
        Assert.True(bought > 20 && refused > 20, string.Create(CultureInfo.InvariantCulture, $"{bought} bought, {refused} refused"));
    }

    /// <summary>By the lists above alone: each piece is one that is granted, and no name stands twice.</summary>
    private static bool IsClear(Piece[] pieces) =>
        pieces.All(p => p.Kind != Kind.Refused)
        && pieces.Where(p => p.Kind != Kind.Harmless).GroupBy(p => Plain(p.Name)).All(same => same.Count() == 1);

    private static async Task<string> AskAsync(Client client, Piece[] pieces, bool isJson, string action)
    {
        var query = string.Concat(
            pieces.Where(p => !p.IsInBody).Select(p => $"&{Uri.EscapeDataString(p.Name)}={Uri.EscapeDataString(p.Value)}")
        );
        var body = pieces.Where(p => p.IsInBody).ToArray();
        using HttpContent content = isJson
            ? new StringContent(
                $"{{{string.Join(',', body.Select(p => $"{Quoted(p.Name)}:{Quoted(p.Value)}"))}}}",
                System.Text.Encoding.UTF8,
                "application/json"
            )
            : new FormUrlEncodedContent(body.Select(p => KeyValuePair.Create(p.Name, p.Value)));
        return (await client.Api.PostAsync($"{Client.Path}?api_key={client.Key}&action={action}&service=tg{query}", body: content)).Body;
    }

    private static string Quoted(string text) => JsonValue.Create(text)!.ToJsonString();

    private static string Spell(string name, int spelling) =>
        spelling switch
        {
            0 => name.ToUpperInvariant(),
            1 => Capital().Replace(name, "_$1").ToLowerInvariant(),
            2 => Capital().Replace(name, "-$1").ToLowerInvariant(),
            3 => name.ToLowerInvariant(),
            _ => name,
        };

    private static string Plain(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();

    [GeneratedRegex("(?<!^)([A-Z])")]
    private static partial Regex Capital();

    [GeneratedRegex(
        "^(BAD_ACTION|BAD_SERVICE|NO_NUMBERS|BAD_COUNTRY|WRONG_OPERATOR|WRONG_EXCEPTION_PHONE|BAD_FORWARD|MAX_PRICE_EXCEEDED|WRONG_MAX_PRICE:1\\.20)$"
    )]
    private static partial Regex Refusal();

    private sealed record Piece(string Name, string Value, Kind Kind, bool IsInBody);
}
