using System.Net;
using XthonBot.Api.Tests.Keys;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Customers;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Idempotency;

public sealed class IdempotencyFacts : IAsyncLifetime
{
    private ApiHost api = null!;
    private CustomerProfile ann = null!;
    private string key = "";
    private string buy = "";

    public async ValueTask InitializeAsync()
    {
        api = await ApiHost.StartAsync();
        var service = await api.Store.ServiceAsync(numbers: 5);
        ann = await api.Store.CustomerAsync("10.00");
        key = await api.KeyAsync(ann);
        buy = $"services/{service.Id}/buy";
    }

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(await api.Store.DifferencesAsync());
        await api.DisposeAsync();
    }

    [Fact]
    public async Task A_purchase_that_is_repeated_is_one_and_its_answer_the_same_byte_for_byte()
    {
        var first = await SendAsync(buy, "order-1");
        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.False(first.Headers.Contains("Idempotent-Replayed"));
        // What has happened since is not in it.
        await api.MessageAsync(first.Data.GetProperty("number").GetString()!, "Your code is 54321", "1");
        api.Store.Time.Advance(TimeSpan.FromHours(23));

        var again = await SendAsync(buy, "order-1");
        Assert.Equal(
            (first.Status, first.Body, "true"),
            (again.Status, again.Body, again.Headers.GetValues("Idempotent-Replayed").Single())
        );
        Assert.Equal(new Money(880), await api.Store.BalanceAsync(ann.Id));
        Assert.NotEqual(first.Body, (await SendAsync(buy, "order-2")).Body);
    }

    [Fact]
    public async Task Fifty_at_once_with_one_key_buy_one_number()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => SendAsync(buy, "at-once")));
        Assert.All(all, reply => Assert.True(reply.Status is HttpStatusCode.OK or HttpStatusCode.Conflict));
        Assert.Single(all.Where(reply => reply.Status == HttpStatusCode.OK).Select(reply => reply.Body).Distinct());
        Assert.All(
            all.Where(reply => reply.Status == HttpStatusCode.Conflict),
            reply => Assert.Equal("1", reply.Headers.GetValues("Retry-After").Single())
        );
        Assert.Equal(new Money(880), await api.Store.BalanceAsync(ann.Id));
    }

    [Fact]
    public async Task A_cancel_that_is_repeated_pays_back_once_and_answers_as_the_first_time()
    {
        var id = (await SendAsync(buy, "order")).Data.GetProperty("id").GetString();
        var first = await SendAsync($"transactions/{id}/cancel", "cancel");
        Assert.Equal("1.20", first.Data.GetProperty("refunded").GetString());
        Assert.Equal(first.Body, (await SendAsync($"transactions/{id}/cancel", "cancel")).Body);
        Assert.Equal(
            "The transaction is CANCELED and cannot be canceled",
            (await SendAsync($"transactions/{id}/cancel", "another")).Message
        );
        Assert.Equal(new Money(1000), await api.Store.BalanceAsync(ann.Id));
    }

    [Fact]
    public async Task A_refusal_is_kept_as_well()
    {
        var poor = await api.KeyAsync(await api.Store.CustomerAsync("0.10"));
        var first = await SendAsync(buy, "k", poor);
        Assert.Equal(HttpStatusCode.PaymentRequired, first.Status);
        Assert.Equal("true", (await SendAsync(buy, "k", poor)).Headers.GetValues("Idempotent-Replayed").Single());
    }

    [Fact]
    public async Task The_same_key_with_another_request_is_422_and_another_customers_is_their_own()
    {
        var id = (await SendAsync(buy, "k")).Data.GetProperty("id").GetString();
        EnvelopeAssert.Failed(await SendAsync($"transactions/{id}/cancel", "k"), 422, "This Idempotency-Key was used for another request");
        EnvelopeAssert.Failed(await SendAsync(buy + "?max_price=5.00", "k"), 422, "This Idempotency-Key was used for another request");
        var bob = await api.KeyAsync(await api.Store.CustomerAsync("10.00"));
        Assert.False((await SendAsync(buy, "k", bob)).Headers.Contains("Idempotent-Replayed"));
    }

    [Fact]
    public async Task Bug_what_a_test_key_made_is_no_answer_to_a_real_one_whatever_its_name()
    {
        var test = await api.TestKeyAsync(ann);
        var made = await SendAsync("services/test_success/buy", "collide", test);
        Assert.Equal(HttpStatusCode.OK, made.Status);
        EnvelopeAssert.Failed(await SendAsync("services/test_success/buy", "test:collide"), 404, "Not found: no such service");
        Assert.Equal(
            "true",
            (await SendAsync("services/test_success/buy", "collide", test)).Headers.GetValues("Idempotent-Replayed").Single()
        );
    }

    [Fact]
    public async Task While_the_first_one_runs_the_others_are_asked_to_wait_and_when_it_died_one_goes_on()
    {
        await SendAsync(buy, "k");
        await api.Store.SqlAsync("update kept_replies set status = null, body = null");
        EnvelopeAssert.Failed(await SendAsync(buy, "k"), 409, "The first request with this Idempotency-Key is still running");

        api.Store.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(buy, "k")).Status);
        Assert.Equal(new Money(880), await api.Store.BalanceAsync(ann.Id));
    }

    [Fact]
    public async Task A_cancel_whose_process_died_after_it_took_effect_is_answered_as_done()
    {
        var id = (await SendAsync(buy, "order")).Data.GetProperty("id").GetString();
        await SendAsync($"transactions/{id}/cancel", "cancel");
        await api.Store.SqlAsync("update kept_replies set status = null, body = null where key = 'cancel'");
        api.Store.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("1.20", (await SendAsync($"transactions/{id}/cancel", "cancel")).Data.GetProperty("refunded").GetString());
        Assert.Equal(new Money(1000), await api.Store.BalanceAsync(ann.Id));
    }

    [Fact]
    public async Task A_key_has_one_to_255_characters()
    {
        foreach (var wrong in (string[])["", new string('k', 256)])
            EnvelopeAssert.Failed(await SendAsync(buy, wrong), 400, "Idempotency-Key must be 1 to 255 characters");
        Assert.Equal(new Money(1000), await api.Store.BalanceAsync(ann.Id));
        EnvelopeAssert.Ok(await SendAsync(buy, new string('k', 255)));
    }

    [Fact]
    public async Task What_was_kept_is_encrypted_and_goes_after_a_day()
    {
        var first = await SendAsync(buy, "k");
        Assert.StartsWith(
            "sealed:",
            await api.Store.ScalarAsync<string>("select body as value from kept_replies"),
            StringComparison.Ordinal
        );
        api.Store.Time.Advance(TimeSpan.FromHours(24));
        await api.Store.Get<IdempotencyStore>().PurgeAsync(CancellationToken.None);
        Assert.Equal(first.Body, (await SendAsync(buy, "k")).Body);
        api.Store.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(1, await api.Store.Get<IdempotencyStore>().PurgeAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Bug_a_key_that_was_used_before_gave_the_old_number_for_any_service_and_price_once_its_answer_was_forgotten()
    {
        var whatsapp = await api.Store.ServiceAsync("wa", numbers: 2, name: "USA WhatsApp");
        var first = await SendAsync(buy + "?max_price=1.20", "1");
        api.Store.Time.Advance(TimeSpan.FromHours(26));
        Assert.Equal(1, await api.Store.Get<IdempotencyStore>().PurgeAsync(CancellationToken.None));

        EnvelopeAssert.Failed(
            await SendAsync($"services/{whatsapp.Id}/buy", "1"),
            422,
            "This Idempotency-Key was used for another request"
        );
        api.Store.Time.Advance(TimeSpan.FromHours(26));
        await api.Store.Get<IdempotencyStore>().PurgeAsync(CancellationToken.None);
        EnvelopeAssert.Failed(await SendAsync(buy + "?max_price=1.19", "1"), 422, "This Idempotency-Key was used for another request");
        api.Store.Time.Advance(TimeSpan.FromHours(26));
        await api.Store.Get<IdempotencyStore>().PurgeAsync(CancellationToken.None);
        Assert.Equal(first.Data.GetProperty("id").GetString(), (await SendAsync(buy, "1")).Data.GetProperty("id").GetString());
        Assert.Equal(new Money(880), await api.Store.BalanceAsync(ann.Id));
    }

    private async Task<ApiReply> SendAsync(string path, string idempotencyKey, string? apiKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v2/" + path);
        request.Headers.TryAddWithoutValidation("X-API-Key", apiKey ?? key);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        return await api.SendAsync(request);
    }
}
