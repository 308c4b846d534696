using XthonBot.Core.Foundation.Kernel;
using XthonBot.Integrations.Suppliers;

namespace XthonBot.Api.Tests.Suppliers;

public sealed class PriceListFacts
{
    [Theory]
    [InlineData("""{"187":{"tgx":{"cost":0.22,"count":10,"physicalCount":9}}}""", 22, 10)]
    [InlineData("""{"tgx":{"cost":"0.22","count":"10"}}""", 22, 10)]
    [InlineData("""{"187":{"tgx_0":{"cost":0.22,"count":10}}}""", 22, 10)]
    [InlineData("""{"tgx":{"187":{"cost":0.22,"count":10},"16":{"cost":0.01,"count":99}}}""", 22, 10)]
    [InlineData("""{"status":"success","data":{"187":{"tgx":{"cost":0.22,"count":10}}}}""", 22, 10)]
    [InlineData("""{"prices":{"tgx":{"187":{"price":0.22,"qty":10}}}}""", 22, 10)]
    [InlineData("""{"187":{"tgx":{"price":0.22,"amount":10}}}""", 22, 10)]
    [InlineData("""{"187":{"tgx":{"amount":0.22,"quantity":10}}}""", 22, 10)]
    [InlineData("""{"187":{"tgx":{"cost":0.22}}}""", 22, 10)]
    [InlineData("""{"187":{"tgx":{"cost":0.22,"physicalCount":3}}}""", 22, 3)]
    [InlineData("""{"187":{"tgx":{"cost":0.22,"count":">100"}}}""", 22, 100)]
    [InlineData("""{"187":{"tgx":{"cost":0.22,"count":"100+"}}}""", 22, 100)]
    [InlineData("""{"187":{"tgx":{"cost":0.22,"count":9.0}}}""", 22, 9)]
    [InlineData("""{"187":{"tgx":{"cost":"0,22","count":10}}}""", 22, 10)]
    [InlineData("""{"187":{"tgx":{"cost":"$0.22","count":10}}}""", 22, 10)]
    [InlineData("""{"187":{"tgx":{"cost":"0.22 USD","count":10}}}""", 22, 10)]
    [InlineData("""{"187":{"tgx":{"cost":2.2e-1,"count":10}}}""", 22, 10)]
    [InlineData("""{"187":{"tgx":{"cost":0.2101,"count":10}}}""", 22, 10)]
    [InlineData("""{"187":{"tgx":{"cost":0.22,"count":99999999999}}}""", 22, 1_000_000)]
    [InlineData("""{"187":{"tgx":{"cost":0.22,"count":0}}}""", 22, 0)]
    [InlineData("""{"tgx":{"187":0.22}}""", 22, 10)]
    [InlineData("""{"tgx":{"187":{"0.30":5,"0.22":7}}}""", 22, 7)]
    [InlineData("""{"187":{"tgx":{"0.22":0,"0.30":5}}}""", 30, 5)]
    [InlineData("""{"187":{"tgx":{"1":5}}}""", 100, 5)]
    [InlineData(
        """[{"country":187,"service":"tgx","price":"0.22","qty":10},{"country":16,"service":"tgx","price":"0.01","qty":10}]""",
        22,
        10
    )]
    [InlineData("""{"data":[{"service":"tgx","cost":0.22,"count":10}]}""", 22, 10)]
    [InlineData("""{"187":[{"tgx":{"cost":0.22,"count":10}}]}""", 22, 10)]
    [InlineData(
        """{"usa":{"tgx":{"verizon":{"cost":0.30,"count":4},"att":{"cost":0.22,"count":10},"none":{"cost":0.10,"count":0}}}}""",
        22,
        10
    )]
    [InlineData("""{"187":{"xx":{"cost":9,"count":1},"tgx":{"COST":0.22,"Count":10}}}""", 22, 10)]
    public void A_price_is_read_in_any_shape(string body, long cents, int count)
    {
        var prices = new PriceList(["tgx"], 187, null).Read(new Reply(200, body));
        Assert.Equal((new Money(cents), count), prices?["tgx"]);
    }

    // Somebody else's country was the cheapest, so that its price was ours.
    [Theory]
    [InlineData("""[{"country":"USA","service":"tgx","price":0.22,"qty":10},{"country":"Russia","service":"tgx","price":0.01,"qty":99}]""")]
    [InlineData("""[{"country":{"id":187},"service":"tgx","price":0.22,"qty":10},{"country":{"id":16},"service":"tgx","price":0.01}]""")]
    [InlineData("""[{"country":"usa_virtual","service":"tgx","price":0.22,"qty":"10 pcs"},{"country":"united kingdom","tgx":0.01}]""")]
    [InlineData("""{"currency":"USD","usa":{"tgx":{"cost":0.22,"count":10}}}""")]
    public void Bug_The_price_of_a_country_by_its_name_was_taken_for_ours(string body) =>
        Assert.Equal((new Money(22), 10), new PriceList(["tgx"], 187, null).Read(new Reply(200, body))?["tgx"]);

    [Theory]
    [InlineData("""{"187":{"tgx":{"cost":25,"count":10,"currency":"RUB"}}}""")]
    [InlineData("""{"currency":643,"187":{"tgx":{"cost":25,"count":10}}}""")]
    [InlineData("""{"187":{"tgx":{"cost":0.22,"count":"many"}}}""")]
    public void Bug_Prices_of_another_money_were_dollars_and_a_count_in_words_was_nothing(string body)
    {
        var list = new PriceList(["tgx"], 187, null);
        Assert.True(list.Read(new Reply(200, body)) is not { } prices || prices["tgx"].Count == 0);
        Assert.True(list.HasUnread);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"187":{}}""")]
    [InlineData("""{"187":[]}""")]
    [InlineData("""{"187":{"other":{"cost":0.5,"count":3}}}""")]
    [InlineData("""{"16":{"tgx":{"cost":0.5,"count":3}},"33":{"tgx":{"cost":0.5,"count":3}}}""")]
    public void What_it_does_not_name_it_does_not_have(string body)
    {
        var list = new PriceList(["tgx"], 187, null);
        Assert.Equal((0, false), (list.Read(new Reply(200, body))?.Count, list.HasUnread));
    }

    [Theory]
    [InlineData(200, "BAD_ACTION")]
    [InlineData(200, "")]
    [InlineData(200, "<html>")]
    [InlineData(200, """{"187":{"tgx":{"co""")]
    [InlineData(200, """{"187":{"tgx":{"rate":"?"}}}""")]
    [InlineData(200, """{"187":{"tgx":{"cost":"free","count":10}}}""")]
    [InlineData(200, """{"187":{"tgx":{"cost":"22 ₽","count":10}}}""")]
    [InlineData(200, """{"status":"error","error":"NO_KEY"}""")]
    [InlineData(500, """{"187":{"tgx":{"cost":0.22,"count":10}}}""")]
    public void What_is_no_list_is_unread(int status, string body) =>
        Assert.Null(new PriceList(["tgx"], 187, null).Read(new Reply(status, body)));

    [Fact]
    public void One_that_cannot_be_read_beside_one_that_can_is_noted()
    {
        var list = new PriceList(["tgx", "wax"], 187, null);
        Assert.Equal(["tgx"], list.Read(new Reply(200, """{"187":{"tgx":{"cost":0.22,"count":10},"wax":{"rate":"?"}}}"""))!.Keys);
        Assert.True(list.HasUnread);
    }

    [Theory]
    [InlineData("25.00", "0.0105", true, 27)]
    [InlineData("22 ₽", "0.0105", true, 24)]
    [InlineData("1500", "0.0105", false, 1575)]
    [InlineData("0.5", "1.08", true, 54)]
    [InlineData("1,500.5", null, false, 150050)]
    [InlineData("1.500,5", null, false, 150050)]
    [InlineData("1,234", null, true, 123400)]
    [InlineData("0,234", null, true, 24)]
    [InlineData("1 500", null, false, 150000)]
    [InlineData(".5", null, true, 50)]
    [InlineData("25000000", "0.00004", false, 100000)]
    public void An_amount_is_read_in_its_currency_and_a_cost_rounded_up(string text, string? rate, bool roundUp, long cents) =>
        Assert.Equal(
            cents,
            Amounts
                .Dollars(text, rate is null ? null : decimal.Parse(rate, System.Globalization.CultureInfo.InvariantCulture), roundUp)
                ?.Minor
        );

    [Theory]
    [InlineData("-1")]
    [InlineData("1e99")]
    [InlineData("99999999999999999999999999999999")]
    [InlineData("NaN")]
    [InlineData("")]
    [InlineData("€1")]
    public void What_is_no_amount_is_none(string text) => Assert.Null(Amounts.Dollars(text, null, roundUp: true));

    [Theory]
    [InlineData(120, null, "1.20")]
    [InlineData(120, "0.0105", "114.2857")]
    [InlineData(50, "1.08", "0.4629")]
    public void The_most_that_is_paid_is_told_in_their_money_and_never_more(long cents, string? rate, string told) =>
        Assert.Equal(
            told,
            Amounts.Theirs(new Money(cents), rate is null ? null : decimal.Parse(rate, System.Globalization.CultureInfo.InvariantCulture))
        );

    // With a million blanks behind a digit the old way of looking took years; the sweep of all suppliers stood as long.
    [Theory]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("1")]
    [InlineData("\u00A0")]
    public async Task Bug_A_price_of_a_digit_and_a_million_signs_kept_a_processor_for_ever(string sign)
    {
        var amount = "1" + string.Concat(Enumerable.Repeat(sign, 1_000_000)) + "!";
        var reading = Task.Run(() => Amounts.Dollars(amount, null, roundUp: true), TestContext.Current.CancellationToken);
        Assert.Null(await reading.WaitAsync(XthonBot.TestKit.Patience.Limit, TestContext.Current.CancellationToken));
    }
}
