using CsCheck;
using XthonBot.Core.Foundation.CodeFinding;
using XthonBot.Core.Modules.Suppliers;

namespace XthonBot.Core.Tests.Suppliers;

/// <summary>Whatever bytes come, they are an answer, or lost and noted; nothing else happens.</summary>
public sealed class AnyAnswerFacts
{
    private static readonly string[] Right =
    [
        "ACCESS_NUMBER:1001:15557771001",
        """{"activationId":1001,"phoneNumber":"15557771001","activationCost":0.5}""",
        "NO_NUMBERS",
        "STATUS_OK:48213",
        "STATUS_WAIT_RETRY:48213",
        """{"verificationType":0,"sms":{"dateTime":"2026-11-22 10:00:00","code":"48213","text":"Your code is 48213 \ud83d\ude00"},"call":null}""",
        """{"sms":[{"date":"1","text":"a 11111"},{"date":"2","text":"b 22222"}]}""",
        "ACCESS_CANCEL",
        "EARLY_CANCEL_DENIED",
        "NO_ACTIVATION",
        "ACCESS_BALANCE:100.50",
        """{"status":"success","activeActivations":[{"activationId":"1001","serviceCode":"tgx","phoneNumber":"15557771001"}]}""",
        "NO_ACTIVATIONS",
        """{"187":{"tgx":{"cost":0.5,"count":10,"physicalCount":10},"wax":{"0.22":5}}}""",
        """[{"country":187,"service":"tgx","price":"0,22","qty":">100"}]""",
        """{"title":"NO_BALANCE","info":null}""",
        "<html><body>Bad gateway</body></html>",
        "",
        "\uFEFF{}",
        "[[[[[[]]]]]]",
        "9e99999",
        "\"\\ud83d\"",
        "{\"187\":{\"tgx\":{\"cost\":1e999999999,\"count\":-5}}}",
    ];

    private static readonly Gen<(string Body, int Status)> Odd = Gen.Select(
        Gen.Int[0, Right.Length - 1].Select(i => Right[i]),
        Gen.Int[0, Right.Length - 1].Select(i => Right[i]),
        Gen.Int[0, 400],
        Gen.Int[0, 400],
        Gen.Int[0, 6],
        Gen.OneOf(
            200,
            200,
            200,
            200,
            200,
            200,
            200,
            200,
            201,
            204,
            301,
            400,
            401,
            402,
            403,
            404,
            405,
            409,
            410,
            418,
            422,
            429,
            500,
            501,
            503
        ),
        (one, other, from, to, kind, status) =>
            (
                kind switch
                {
                    0 => one,
                    1 => one[..Math.Min(from, one.Length)],
                    2 => one[..Math.Min(from, one.Length)] + other[Math.Min(to, other.Length)..],
                    3 => one.Replace(one.Length == 0 ? "x" : one[from % one.Length].ToString(), "\\ud83d", StringComparison.Ordinal),
                    4 => one.Insert(Math.Min(from, one.Length), new string("[{\":,0\u0000é".ElementAt(to % 8), from)),
                    5 => $$"""{"data":{{one}},"sms":"{{from}}","code":{{to}}}""",
                    _ => one.ToUpperInvariant().Replace(':', "|;, ".ElementAt(to % 4)),
                },
                status
            )
    );

    [Fact]
    public async Task Any_answer_to_any_action_is_read_or_lost_and_noted()
    {
        await using var rig = await SupplierRig.StartAsync();
        var client = rig.Store.Get<ISupplierClient>();
        var (body, status) = ("", 200);
        rig.Upstream.Dialect = answer => answer.With(body, status);
        await Odd.SampleAsync(
            async odd =>
            {
                (body, status) = odd;
                foreach (var ask in Actions(client))
                    await ask();
            },
            iter: 500,
            threads: 1
        );
        Assert.NotNull(rig.Store.Get<SupplierNotes>().Unread("up"));
    }

    [Fact]
    public void What_has_a_codes_shape_is_short_and_in_what_was_written() =>
        Gen.String.Sample(text =>
        {
            if (CodeShape.Read(text) is { } code)
            {
                Assert.InRange(code.Length, 3, 10);
                Assert.True(CodeShape.IsSame(code, text));
                Assert.False(CodeShape.IsNothing(text));
                Assert.True(CodeShape.IsIn(code, $"Your code: {text}."));
            }
        });

    [Theory]
    [InlineData("key=sk_live_51H8xJ2eZvKYlo2C0aBcDeFgHi", "sk_live")]
    [InlineData("call +15557771001 now", "15557771001")]
    [InlineData("Your code is 482913", "482913")]
    [InlineData("the-key-of-ours", "the-key-of-ours")]
    public void What_may_be_a_secret_is_not_shown(string answer, string secret) =>
        Assert.DoesNotContain(secret, SupplierNotes.Beginning(answer, "the-key-of-ours"), StringComparison.Ordinal);

    private static IEnumerable<Func<Task>> Actions(ISupplierClient client)
    {
        var ct = CancellationToken.None;
        yield return () => LostOr(async () => await client.BuyAsync("up", "tgx", new Money(120), "tx_1", ct));
        yield return () => LostOr(async () => await client.StatusAsync("up", "1001", ct));
        yield return () => LostOr(async () => await client.ChangeAsync("up", "1001", UpstreamChange.Cancel, ct));
        yield return () => LostOr(async () => await client.ActiveAsync("up", ct));
        yield return () => LostOr(async () => await client.OffersAsync("up", ct));
        yield return () => LostOr(async () => await client.BalanceAsync("up", ct));
    }

    private static async Task LostOr(Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (SupplierLostException e)
        {
            Assert.DoesNotContain("48213", e.Message, StringComparison.Ordinal);
        }
    }
}
