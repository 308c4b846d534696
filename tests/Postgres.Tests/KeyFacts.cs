using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.TestKit;

namespace XthonBot.Postgres.Tests;

public sealed class KeyFacts
{
    [Fact]
    public async Task Keys_are_read_by_a_fresh_connection_after_the_server_was_started_anew()
    {
        await using var store = await TestStore.StartAsync();
        var keys = new ProtectionKeys(store.Get<IDbContextFactory<StoreDbContext>>());
        keys.Add("test", "<key />");
        Assert.Contains("<key />", keys.Read());
        // What a restart leaves behind: every connection that the pool keeps is dead.
        await store.ScalarAsync<long>(
            "select count(pg_terminate_backend(pid)) as value from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        );
        Assert.Contains("<key />", keys.Read());
    }
}
