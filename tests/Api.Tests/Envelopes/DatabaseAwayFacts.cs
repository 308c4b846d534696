using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Data;
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
        await api.Store.Get<Store>().WriteAsync(
            async (db, token) =>
            {
                await using var command = db.Database.GetDbConnection().CreateCommand();
                command.CommandText = "pragma max_page_count = 1";
                await command.ExecuteScalarAsync(token);
                return true;
            },
            Ct);

        var bought = 0;
        ApiReply refused;
        do
        {
            refused = await api.PostAsync($"services/{service.Id}/buy", key);
            bought += (int)refused.Status == 200 ? 1 : 0;
        }
        while ((int)refused.Status == 200 && bought < 150);

        EnvelopeAssert.Failed(refused, 503, "The store cannot reach its database at the moment, try again");
        Assert.Equal("2", refused.Headers.GetValues("Retry-After").Single());
        EnvelopeAssert.Ok(await api.GetAsync("balance", key));
        // The connection that failed is given up, and the next one has room.
        EnvelopeAssert.Ok(await api.PostAsync($"services/{service.Id}/buy", key));
        Assert.Equal(500 - bought - 1, (await api.Store.BalanceAsync(ann.Id)).Minor);
        Assert.Empty(await api.Store.DifferencesAsync());
    }
}
