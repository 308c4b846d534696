using XthonBot.Core.Modules.Suppliers;

namespace XthonBot.Core.Tests.Suppliers;

/// <summary>Numbers, prices and refusals of upstreams that are not as they should be.</summary>
public sealed class UnfitNumberFacts
{
    [Theory]
    [InlineData("1555778")]
    [InlineData("155577800")]
    [InlineData("15557780018999")]
    [InlineData("447700900123")]
    [InlineData("10557780018")]
    [InlineData("soon")]
    public async Task Bug_A_cut_or_foreign_number_was_sold_with_a_bare_plus(string digits)
    {
        await using var pair = await SupplierPair.StartAsync(up => up.NextPhones.Enqueue(digits));
        var phone = (await pair.BuyAsync()).Phone;
        Assert.Equal(("+" + pair.Second.Sold.Single().Phone, "canceled"), (phone, pair.First.Sold.Single().State));
        Assert.Equal("98.80", $"{await pair.Store.BalanceAsync(pair.Ann.Id)}");
    }

    [Fact]
    public async Task Bug_Ten_digits_of_the_USA_were_sold_as_a_number_of_Brazil()
    {
        await using var pair = await SupplierPair.StartAsync(up => up.NextPhones.Enqueue("5557780018"));
        Assert.Equal("+15557780018", (await pair.BuyAsync()).Phone);
    }

    // Until it is taken back upstream, nothing else is bought: the customer has the money at once.
    [Theory]
    [InlineData("EARLY_CANCEL_DENIED")]
    [InlineData("<html>")]
    public async Task An_unfit_number_that_is_not_taken_back_at_once_is_refunded_and_given_back_later(string answerToCancel)
    {
        await using var pair = await SupplierPair.StartAsync(up =>
        {
            up.AnswerToCancel = answerToCancel;
            up.NextPhones.Enqueue("1555778");
        });
        await pair.Store.Get<LookAtOffersHandler>().HandleAsync(CancellationToken.None);
        Assert.IsType<Error.OutOfStock>((await pair.Store.BuyAsync(pair.Ann, pair.Service, channel: OrderChannel.Api)).Error);
        Assert.Equal(
            ("active", 0, "100.00"),
            (pair.First.Sold.Single().State, pair.Second.Sold.Count, $"{await pair.Store.BalanceAsync(pair.Ann.Id)}")
        );
        pair.First.AnswerToCancel = null;
        pair.Store.Time.Advance(TimeSpan.FromMinutes(2));
        await pair.Store.Get<SupplierOrderWorker>().SweepAsync(CancellationToken.None);
        Assert.Equal("canceled", pair.First.Sold.Single().State);
    }

    [Fact]
    public async Task A_store_of_another_country_sells_its_numbers()
    {
        await using var rig = await SupplierRig.StartAsync(speak: up => up.NextPhones.Enqueue("447700900123"), settings: ("Country", "16"));
        rig.Upstream.Dialect = answer =>
            answer.Action == "getPrices" ? answer.With(answer.Body.Replace("\"187\"", "\"16\"", StringComparison.Ordinal)) : answer;
        await rig.LookAsync();
        Assert.Equal("+447700900123", (await rig.BuyAsync()).Phone);
    }

    // A refusal in words that nobody knows, or an error: what is active upstream says whether something was bought.
    [Theory]
    [InlineData("THANK_YOU")]
    [InlineData("ERROR_SQL")]
    [InlineData("{\"msg\":\"thank you\"}")]
    public async Task What_looks_like_a_refusal_and_was_a_purchase_is_found_and_not_bought_twice(string answer)
    {
        await using var pair = await SupplierPair.StartAsync();
        pair.First.Dialect = plain => plain.Action == "getNumber" ? plain.With(answer) : plain;
        await pair.Store.Get<LookAtOffersHandler>().HandleAsync(CancellationToken.None);
        var order = (await pair.Store.BuyAsync(pair.Ann, pair.Service)).Value;
        await pair.UntilTriedAsync();
        for (var i = 0; i < 20 && (await pair.Store.OrderAsync(order)).Phone is null; i++)
        {
            pair.Store.Time.Advance(TimeSpan.FromSeconds(3));
            await pair.Store.Get<SupplierOrderWorker>().SweepAsync(CancellationToken.None);
            await pair.UntilTriedAsync();
        }

        Assert.Equal(("+" + pair.First.Sold.Single().Phone, 0), ((await pair.Store.OrderAsync(order)).Phone, pair.Second.Sold.Count));
    }

    [Theory]
    [InlineData("NO_MONEY", 200)]
    [InlineData("MAX_PRICE_EXCEEDED", 200)]
    [InlineData("TOO_MANY_ACTIVE_RENTALS", 200)]
    [InlineData("SERVICE_DISABLED", 200)]
    [InlineData("NO_RENTALS_FOR_YOU", 200)]
    [InlineData("NO_NUMBERS|0", 200)]
    [InlineData("no_numbers", 200)]
    [InlineData("{\"title\":\"NO_BALANCE\",\"details\":\"…\"}", 402)]
    [InlineData("{\"title\":\"BANNED\"}", 403)]
    [InlineData("NO_NUMBERS", 400)]
    [InlineData("", 429)]
    [InlineData("{\"status\":\"error\",\"error\":\"NO_NUMBERS\"}", 200)]
    [InlineData("BAD_KEY", 401)]
    public async Task Bug_A_refusal_in_other_words_held_the_customer_and_the_next_supplier_was_not_asked(string body, int status)
    {
        // As DaisySMS does, it does not tell what is active.
        await using var pair = await SupplierPair.StartAsync(up =>
            up.Dialect = plain =>
                plain.Action switch
                {
                    "getNumber" => plain.With(body, status),
                    "getActiveActivations" => plain.With("BAD_ACTION"),
                    _ => plain,
                }
        );
        pair.First.AnswerToBuy = "NO_NUMBERS";
        var phone = (await pair.BuyAsync()).Phone;
        Assert.Equal(("+" + pair.Second.Sold.Single().Phone, 1), (phone, pair.First.Calls("getNumber")));
    }

    // It knows what is active, and tells it a little later.
    [Theory]
    [InlineData("", 429)]
    [InlineData("{\"title\":\"SLOW_DOWN\"}", 403)]
    [InlineData("{\"message\":\"Too many requests, please wait\"}", 400)]
    [InlineData("REQUEST_LIMIT", 200)]
    public async Task Bug_A_list_that_asked_for_patience_counted_as_nothing_bought_and_two_were_paid(string body, int status)
    {
        await using var pair = await SupplierPair.StartAsync();
        var isLate = false;
        pair.First.Dialect = plain =>
            plain.Action switch
            {
                "getNumber" => plain.With("RENTAL_WINDOW_SHUT", 400),
                "getActiveActivations" when !isLate => plain.With(body, status),
                _ => plain,
            };
        await pair.Store.Get<LookAtOffersHandler>().HandleAsync(CancellationToken.None);
        var order = (await pair.Store.BuyAsync(pair.Ann, pair.Service)).Value;
        await pair.UntilTriedAsync();
        Assert.Empty(pair.Second.Sold);
        isLate = true;
        pair.Store.Time.Advance(TimeSpan.FromSeconds(3));
        // On a server a sweep may pass over a row whose last try is just being noted; the next one takes it.
        await Patience.UntilAsync<string?>(PhoneAsync, phone => phone is not null);
        Assert.Equal(("+" + pair.First.Sold.Single().Phone, 0), ((await pair.Store.OrderAsync(order)).Phone, pair.Second.Sold.Count));

        async Task<string?> PhoneAsync()
        {
            await pair.Store.Get<SupplierOrderWorker>().SweepAsync(CancellationToken.None);
            await pair.UntilTriedAsync();
            return (await pair.Store.OrderAsync(order)).Phone;
        }
    }

    [Fact]
    public async Task A_supplier_that_cannot_be_reached_is_passed_over_at_once()
    {
        await using var pair = await SupplierPair.StartAsync();
        await pair.Store.Get<LookAtOffersHandler>().HandleAsync(CancellationToken.None);
        await pair.First.StopAsync();
        var phone = "+" + pair.Second.NextPhone;
        Assert.Equal(phone, (await pair.Store.BuyAsync(pair.Ann, pair.Service, channel: OrderChannel.Api)).Value.Phone);
    }

    [Fact]
    public async Task Bug_Roubles_were_sold_as_dollars()
    {
        await using var rig = await SupplierRig.StartAsync("25.00", settings: [("Margin", "30"), ("Factor", "0.0105")]);
        var offered = await rig.OnSaleAsync();
        Assert.Equal(("0.35", 10), ($"{offered.Price}", offered.Stock)); // 26.25 cents are 27, and 30 percent: 35.1
        Assert.NotNull((await rig.BuyAsync()).Phone);
        Assert.Equal(27, await rig.Store.ScalarAsync<int>("select cost_minor as \"Value\" from supplies"));
        var view = await rig.Store.Get<ReadSuppliersHandler>().HandleAsync(CancellationToken.None);
        Assert.Equal("1.05", $"{view.Suppliers.Single().Balance}");
    }

    [Fact]
    public async Task Blanks_and_line_ends_around_key_and_codes_are_no_part_of_them()
    {
        await using var upstream = await UpstreamServer.StartAsync();
        upstream.Stock("tgx", "0.50", 3);
        await using var store = await TestStore.StartAsync(
            upstream.Settings(more: [("ApiKey", $" {UpstreamServer.Key}\r\n"), ("Services:tg", "tgx\r")])
        );
        await store.ServiceAsync();
        await store.Get<LookAtOffersHandler>().HandleAsync(CancellationToken.None);
        Assert.Equal(3, await store.ScalarAsync<int>("select count as \"Value\" from supplier_offers"));
    }

    [Fact]
    public async Task A_price_list_that_cannot_be_read_stands_in_the_view_without_secrets()
    {
        await using var rig = await SupplierRig.StartAsync();
        rig.Upstream.Dialect = answer =>
            answer.Action == "getPrices"
                ? answer.With($"Dear {UpstreamServer.Key},\n<b>tgx</b> costs much, call 15557771001 {new string('x', 500)}")
                : answer;
        await rig.LookAsync();
        var unread = (await rig.Store.Get<ReadSuppliersHandler>().HandleAsync(CancellationToken.None)).Suppliers.Single().Unread!;
        Assert.Equal(("getPrices", 200, rig.Store.Now), (unread.Action, unread.Status, unread.At));
        Assert.StartsWith("Dear …, <b>tgx</b> costs much, call ####", unread.Beginning, StringComparison.Ordinal);
        Assert.InRange(unread.Beginning.Length, 20, 81);
    }

    [Fact]
    public async Task A_key_that_is_refused_is_said_to_be_and_forgotten_once_it_is_good()
    {
        await using var rig = await SupplierRig.StartAsync();
        rig.Upstream.Dialect = answer => answer.With("BAD_KEY");
        await rig.LookAsync();
        Assert.True((await rig.Store.Get<ReadSuppliersHandler>().HandleAsync(CancellationToken.None)).Suppliers.Single().RefusesKey);
        rig.Upstream.Dialect = answer => answer;
        await rig.LookAsync();
        Assert.False((await rig.Store.Get<ReadSuppliersHandler>().HandleAsync(CancellationToken.None)).Suppliers.Single().RefusesKey);
    }

    [Fact]
    public async Task Bug_A_supplier_that_sold_what_stood_on_the_shelf_stopped_all_sales_of_the_service()
    {
        await using var rig = await SupplierRig.StartAsync(count: 1, settings: [("First", "true")]);
        await rig.Store.StockAsync("tg", ["+" + rig.Upstream.NextPhone, "+15550009999"]);
        var first = await rig.BuyAsync();
        await rig.LookAsync();

        Assert.Equal("+15550009999", (await rig.Store.BuyAsync(rig.Ann, rig.Service)).Value.Phone);
        Assert.IsType<Error.OutOfStock>((await rig.Store.BuyAsync(rig.Ann, rig.Service)).Error);
        Assert.True((await rig.Store.CancelAsync(first)).IsOk);
        Assert.Equal(first.Phone, (await rig.Store.BuyAsync(rig.Ann, rig.Service)).Value.Phone);
    }
}
