using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Orders;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Envelopes;

public sealed class DatabaseAwayFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_is_503_in_the_envelope_charges_nothing_and_passes_by_itself()
    {
        await using var api = await ApiHost.StartAsync();
        var service = await api.Store.ServiceAsync(numbers: 200, price: "0.01");
        var ann = await api.Store.CustomerAsync("5.00");
        var key = await api.KeyAsync(ann);
        // The writer's connection may not let the file grow: what SQLite says then is what it says of a full disk.
        await api
            .Store.Get<Store>()
            .WriteAsync(
                async (db, token) =>
                {
                    await using var command = db.Database.GetDbConnection().CreateCommand();
                    command.CommandText = "pragma max_page_count = 1";
                    await command.ExecuteScalarAsync(token);
                    return true;
                },
                Ct
            );

        var bought = 0;
        ApiReply refused;
        do
        {
            refused = await api.PostAsync($"services/{service.Id}/buy", key);
            bought += (int)refused.Status == 200 ? 1 : 0;
        } while ((int)refused.Status == 200 && bought < 150);

        EnvelopeAssert.Failed(refused, 503, "The store cannot reach its database at the moment, try again");
        Assert.Equal("2", refused.Headers.GetValues("Retry-After").Single());
        EnvelopeAssert.Ok(await api.GetAsync("balance", key));
        // The connection that failed is given up, and the next one has room.
        EnvelopeAssert.Ok(await api.PostAsync($"services/{service.Id}/buy", key));
        Assert.Equal(500 - bought - 1, (await api.Store.BalanceAsync(ann.Id)).Minor);
        Assert.Empty(await api.Store.DifferencesAsync());
    }

    [Fact]
    public async Task Keys_that_cannot_be_read_are_503_and_no_text_is_taken_for_deleted()
    {
        var keys = new Keys();
        await using var api = await ApiHost.StartAsync(services => services.AddSingleton<ITextCipher>(keys));
        var service = await api.Store.ServiceAsync(numbers: 1);
        var ann = await api.Store.CustomerAsync("5.00");
        var key = await api.KeyAsync(ann);
        var order = (await api.Store.BuyAsync(ann, service, channel: OrderChannel.Api)).Value;
        EnvelopeAssert.Ok(await api.MessageAsync(order.Phone!, "Your code is 54321", "1"));

        keys.Away = true;
        EnvelopeAssert.Failed(
            await api.MessageAsync(order.Phone!, "Your code is 98765", "2"),
            503,
            "The store cannot reach its database at the moment, try again"
        );
        EnvelopeAssert.Failed(
            await api.GetAsync($"transactions/{order.Id}/code", key),
            503,
            "The store cannot reach its database at the moment, try again"
        );
        keys.Away = false;

        Assert.Equal("54321", (await api.GetAsync($"transactions/{order.Id}/code", key)).Data.GetProperty("code").GetString());
        EnvelopeAssert.Ok(await api.MessageAsync(order.Phone!, "Your code is 98765", "2"));
        Assert.Equal("98765", (await api.GetAsync($"transactions/{order.Id}/code", key)).Data.GetProperty("code").GetString());
    }

    private sealed class Keys : ITextCipher
    {
        public bool Away { get; set; }

        public string Encrypt(string text) => Away ? throw new KeysAwayException(new IOException("away")) : $"<{text}>";

        public string? Decrypt(string content) => Away ? throw new KeysAwayException(new IOException("away")) : content[1..^1];
    }
}
