using System.Text.Json;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Api.Tests.HandlerApi;

/// <summary><c>orderId</c> is the protocol's idempotency key; <c>ref</c> is the software's referral, the same in every purchase.</summary>
public sealed class OrderIdFacts
{
    private const string Buy = "action=getNumber&service=tg&country=187";

    [Fact]
    public async Task Bug_a_constant_ref_gave_the_first_number_again_for_any_service_with_its_old_code()
    {
        await using var client = await Client.StartAsync();
        await client.Api.Store.ServiceAsync("wa", numbers: 2, name: "USA WhatsApp");
        var (first, phone) = await client.BuyAsync("&ref=2684538");
        await client.TextAsync(phone, "54321", "1");

        var (second, _) = await client.BuyAsync("&ref=2684538");
        var third = (await client.AskAsync("action=getNumberV2&service=wa&country=187&ref=2684538"));
        Assert.Equal(
            "NO_BALANCE",
            await client.AskAsync(Buy + "&ref=2684538", await client.Api.KeyAsync(await client.Api.Store.CustomerAsync("1.19")))
        );
        Assert.NotEqual(first, second);
        Assert.Equal("STATUS_WAIT_CODE", await client.StatusAsync(second));
        Assert.NotEqual(phone, JsonElement.Parse(third).GetProperty("phoneNumber").GetString());
        Assert.Equal("6.40", await client.BalanceAsync());
    }

    [Fact]
    public async Task Bug_a_long_or_doubled_ref_is_as_good_as_any()
    {
        await using var client = await Client.StartAsync();
        foreach (var referral in (string[])[new string('r', 300), "z&ref=z", "", "a&REF=b"])
            await client.BuyAsync("&ref=" + referral);
        Assert.Equal("5.20", await client.BalanceAsync());
    }

    [Theory]
    [InlineData("getNumber")]
    [InlineData("getNumberV2")]
    public async Task Bug_orderId_was_ignored_of_fifty_at_once_one_buys(string action)
    {
        await using var client = await Client.StartAsync();
        var all = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.AskAsync($"action={action}&service=tg&orderId=4711")));
        Assert.Contains("1555", Assert.Single(all.Distinct()), StringComparison.Ordinal);
        Assert.Equal("8.80", await client.BalanceAsync());
    }

    [Fact]
    public async Task The_same_order_is_the_same_activation_in_either_form_and_after_it_ended()
    {
        await using var client = await Client.StartAsync();
        var (id, phone) = await client.BuyAsync("&orderId=A-1&maxPrice=1.20");
        Assert.Equal((id, phone), await client.BuyAsync("&orderId=A-1&maxPrice=2&ref=x&operator=any"));
        Assert.Equal((id, phone), await client.BuyAsync("&order_id=A-1"));
        var again = JsonElement.Parse(await client.AskAsync("action=getNumberV2&service=tg&orderId=A-1"));
        Assert.Equal((id, phone), (again.GetProperty("activationId").GetString()!, again.GetProperty("phoneNumber").GetString()!));
        Assert.Contains("\"orderId\":\"A-1\"", await client.AskAsync("action=getActiveActivations"), StringComparison.Ordinal);

        Assert.Equal("ACCESS_CANCEL", await client.SetAsync(id, 8));
        Assert.Equal((id, phone), await client.BuyAsync("&orderId=A-1"));
        Assert.Equal("10.00", await client.BalanceAsync());
        Assert.NotEqual(id, (await client.BuyAsync("&orderId=A-2")).Id);
        Assert.NotEqual(id, (await client.BuyAsync("&orderId=1:A-1")).Id);
        Assert.Equal("7.60", await client.BalanceAsync());
    }

    [Fact]
    public async Task By_two_keys_of_one_customer_at_once_one_order_is_one_purchase_and_no_request_of_the_other_api()
    {
        await using var client = await Client.StartAsync(numbers: 20);
        var second = await client.Api.KeyAsync(client.Ann);
        var all = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => client.AskAsync(Buy + "&orderId=9", i % 2 == 0 ? client.Key : second))
        );
        Assert.StartsWith("ACCESS_NUMBER:", Assert.Single(all.Distinct()), StringComparison.Ordinal);
        Assert.Equal("8.80", await client.BalanceAsync());

        // Names of one API mean nothing to the other, however they are written.
        foreach (var name in (string[])["9", "order:1:9"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v2/services/{client.Service.Id}/buy");
            request.Headers.Add("X-API-Key", second);
            request.Headers.Add("Idempotency-Key", name);
            Assert.DoesNotContain(
                all[0].Split(':')[2],
                EnvelopeAssert.Ok(await client.Api.SendAsync(request)).GetRawText(),
                StringComparison.Ordinal
            );
        }

        Assert.NotEqual(all[0], await client.AskAsync(Buy + "&orderId=idem:9"));
        Assert.Equal("5.20", await client.BalanceAsync());
    }

    [Fact]
    public async Task What_another_customer_calls_so_is_another_order()
    {
        await using var client = await Client.StartAsync();
        var mine = await client.BuyAsync("&orderId=1");
        var other = await client.Api.KeyAsync(await client.Api.Store.CustomerAsync("10.00"));
        Assert.DoesNotContain(mine.Phone, await client.AskAsync(Buy + "&orderId=1", other), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("service=wa&country=187")]
    [InlineData("service=tg&maxPrice=1.19")]
    [InlineData("service=tg&max_price=0.50")]
    [InlineData("service=tg&country=187&maxPrice=1.50&fixedPrice=true")]
    public async Task Used_for_something_else_it_is_refused(string other)
    {
        await using var client = await Client.StartAsync();
        await client.Api.Store.ServiceAsync("wa", numbers: 2, name: "USA WhatsApp");
        await client.BuyAsync("&orderId=7");
        foreach (var action in (string[])["getNumber", "getNumberV2"])
            Assert.Equal("ORDER_ALREADY_EXISTS", await client.AskAsync($"action={action}&{other}&orderId=7"));
        Assert.Equal("8.80", await client.BalanceAsync());
    }

    [Fact]
    public async Task Of_two_services_at_once_under_one_name_one_is_bought()
    {
        await using var client = await Client.StartAsync(numbers: 20);
        await client.Api.Store.ServiceAsync("wa", numbers: 20, name: "USA WhatsApp");
        for (var order = 1; order <= 5; order++)
        {
            var all = await Task.WhenAll(
                Enumerable
                    .Range(0, 8)
                    .Select(i => client.AskAsync($"action=getNumber&service={(i % 2 == 0 ? "tg" : "wa")}&orderId={order}"))
            );
            Assert.Equal(
                ["ORDER_ALREADY_EXISTS"],
                all.Where(answer => !answer.StartsWith("ACCESS_NUMBER:", StringComparison.Ordinal)).Distinct()
            );
            Assert.Single(all.Distinct(), answer => answer.StartsWith("ACCESS_NUMBER:", StringComparison.Ordinal));
        }

        Assert.Equal("4.00", await client.BalanceAsync());
    }

    [Fact]
    public async Task An_order_that_was_refused_is_carried_out_at_the_next_try()
    {
        await using var client = await Client.StartAsync(numbers: 0);
        Assert.Equal("WRONG_MAX_PRICE:1.20", await client.AskAsync(Buy + "&orderId=7&maxPrice=1"));
        Assert.Equal("NO_NUMBERS", await client.AskAsync(Buy + "&orderId=7&maxPrice=2"));
        await client.Api.Store.StockAsync("tg", ["+15550009999"]);
        Assert.Equal("15550009999", (await client.BuyAsync("&orderId=7&maxPrice=2")).Phone);
        Assert.Equal("8.80", await client.BalanceAsync());
    }

    [Fact]
    public async Task An_order_whose_number_never_came_from_its_supplier_is_carried_out_at_the_next_try()
    {
        await using var client = await Client.StartAsync();
        var (id, _) = await client.BuyAsync("&orderId=7");
        Assert.Equal("ACCESS_CANCEL", await client.SetAsync(id, 8));
        await client.Api.Store.SqlAsync("update orders set phone = null");

        var all = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => client.AskAsync(Buy + "&orderId=7")));
        Assert.StartsWith("ACCESS_NUMBER:2:", Assert.Single(all.Distinct()), StringComparison.Ordinal);
        Assert.Equal("8.80", await client.BalanceAsync());
    }

    [Fact]
    public async Task A_name_that_a_purchase_by_another_road_has_is_no_order()
    {
        await using var client = await Client.StartAsync();
        Assert.True((await client.Api.Store.BuyAsync(client.Ann, client.Service, "7")).IsOk);
        await client.BuyAsync("&orderId=7");
        Assert.Equal(new Money(760), await client.Api.Store.BalanceAsync(client.Ann.Id));
    }

    [Theory]
    [InlineData("orderId=")]
    [InlineData("orderId=%20")]
    [InlineData("orderId=undefined")]
    [InlineData("orderId=null")]
    [InlineData("orderId=None")]
    [InlineData("orderId=0")]
    [InlineData("orderId=a&orderId=a")]
    [InlineData("orderId=a&order_id=b")]
    [InlineData("orderId=a%00b")]
    [InlineData("orderId=a%0Ab")]
    [InlineData("orderId[]=a")]
    [InlineData("orderIdentifier=a")]
    [InlineData("idempotencyKey=a")]
    [InlineData("order=a")]
    public async Task A_name_that_names_nothing_is_refused(string query)
    {
        await using var client = await Client.StartAsync();
        Assert.Equal("BAD_ACTION", await client.AskAsync($"{Buy}&{query}"));
        Assert.Equal("BAD_ACTION", await client.AskAsync($"{Buy}&orderId={new string('o', 256)}"));
        Assert.Equal("10.00", await client.BalanceAsync());
    }
}
