using XthonBot.Api.Tests.HandlerApi;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.ApiKeys;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Keys;

/// <summary>What a key may do, over both ways in.</summary>
public sealed class RightFacts
{
    [Fact]
    public async Task A_key_that_may_only_read_reads_all_and_changes_nothing()
    {
        await using var api = await ApiHost.StartAsync();
        var service = await api.Store.ServiceAsync(numbers: 2);
        var ann = await api.Store.CustomerAsync("10.00");
        var buyer = await api.KeyAsync(ann);
        var reader = await api.KeyAsync(ann, new KeyChange.SetReadOnly(true));
        var id = EnvelopeAssert.Ok(await api.PostAsync($"services/{service.Id}/buy", buyer)).GetProperty("id").GetString();

        foreach (var path in new[] { "balance", "services", $"transactions/{id}" })
            EnvelopeAssert.Ok(await api.GetAsync(path, reader));
        Assert.Equal(200, (int)(await api.GetAsync($"transactions/{id}/code", reader)).Status);
        Assert.Equal(200, (int)(await api.SendAsync(HttpMethod.Head, "balance", reader)).Status);
        foreach (var path in new[] { $"services/{service.Id}/buy", $"transactions/{id}/cancel" })
            EnvelopeAssert.Failed(await api.PostAsync(path, reader), 403, "This key may only read");
        Assert.Equal("8.80", EnvelopeAssert.Ok(await api.GetAsync("balance", reader)).GetProperty("balance").GetString());

        await api.ChangeAsync(ann, reader, new KeyChange.SetReadOnly(false));
        EnvelopeAssert.Ok(await api.PostAsync($"services/{service.Id}/buy", reader));
    }

    [Fact]
    public async Task A_key_works_from_its_addresses_alone()
    {
        await using var api = await ApiHost.StartAsync();
        var ann = await api.Store.CustomerAsync();
        var key = await api.KeyAsync(ann, new KeyChange.AllowFrom(AllowedNetworks.Parse("203.0.113.7, 2001:db8::/48").Value));

        EnvelopeAssert.Failed(await api.GetAsync("balance", key), 403, "This key may not be used from this address");
        // Who guesses does not learn that from a wrong secret.
        EnvelopeAssert.Failed(await api.GetAsync("balance", key[..^1] + (key[^1] == 'a' ? 'b' : 'a')), 401, "Missing or invalid API key");

        await api.ChangeAsync(ann, key, new KeyChange.AllowFrom(AllowedNetworks.Parse("203.0.113.7, 127.0.0.0/8").Value));
        EnvelopeAssert.Ok(await api.GetAsync("balance", key));
    }

    [Fact]
    public async Task A_key_with_a_daily_limit_is_told_what_is_left()
    {
        await using var api = await ApiHost.StartAsync();
        var service = await api.Store.ServiceAsync(numbers: 5);
        var ann = await api.Store.CustomerAsync("10.00");
        var key = await api.KeyAsync(ann, new KeyChange.LimitSpending(new Money(200)));
        var other = await api.KeyAsync(ann);
        var id = EnvelopeAssert.Ok(await api.PostAsync($"services/{service.Id}/buy", key)).GetProperty("id").GetString();

        EnvelopeAssert.Failed(
            await api.PostAsync($"services/{service.Id}/buy", key),
            402,
            "The daily limit of this key is 2.00, 0.80 are left until midnight UTC"
        );
        EnvelopeAssert.Ok(await api.PostAsync($"services/{service.Id}/buy", other));
        EnvelopeAssert.Ok(await api.PostAsync($"transactions/{id}/cancel", key));
        EnvelopeAssert.Ok(await api.PostAsync($"services/{service.Id}/buy", key));
    }

    [Fact]
    public async Task The_activation_protocol_keeps_to_the_rights_too()
    {
        await using var client = await Client.StartAsync();
        var reader = await client.Api.KeyAsync(client.Ann, new KeyChange.SetReadOnly(true));
        var (id, _) = await client.BuyAsync();

        Assert.Equal("ACCESS_BALANCE:8.80", await client.AskAsync("action=getBalance", reader));
        Assert.Equal("STATUS_WAIT_CODE", await client.AskAsync($"action=getStatus&id={id}", reader));
        foreach (var action in new[] { "getNumber&service=tg", "getNumberV2&service=tg", $"setStatus&id={id}&status=8" })
            Assert.Equal("BAD_KEY", await client.AskAsync($"action={action}", reader));

        var elsewhere = await client.Api.KeyAsync(client.Ann, new KeyChange.AllowFrom(AllowedNetworks.Parse("203.0.113.7").Value));
        Assert.Equal("BAD_KEY", await client.AskAsync("action=getBalance", elsewhere));

        var limited = await client.Api.KeyAsync(client.Ann, new KeyChange.LimitSpending(new Money(200)));
        Assert.StartsWith("ACCESS_NUMBER:", await client.AskAsync("action=getNumber&service=tg", limited), StringComparison.Ordinal);
        Assert.Equal("NO_BALANCE", await client.AskAsync("action=getNumber&service=tg", limited));

        Assert.Equal("BAD_KEY", await client.AskAsync("action=getBalance", await client.Api.TestKeyAsync(client.Ann)));
        Assert.Equal("7.60", await client.BalanceAsync());
    }
}
