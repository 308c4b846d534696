using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using XthonBot.Bot.Telegram;
using XthonBot.Core.Foundation.Durability;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Telegram.Updates;

/// <summary>Ready said 200 while nobody was served: it asked only whether Telegram had answered.</summary>
public sealed class ReadinessFacts
{
    private const string Source = "telegram:7";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bug_Ready_was_200_while_no_update_was_worked_at()
    {
        await using var store = await TestStore.StartAsync();
        var (inbox, contact) = (store.Get<Inbox>(), new TelegramContact(store.Time));
        var readiness = new TelegramReadiness(
            contact,
            inbox,
            new PassedOver(NullLogger<PassedOver>.Instance),
            store.Get<LeaseStore>(),
            Options.Create(new TelegramOptions { Token = "7:x" }),
            store.Time
        );
        async Task<bool> IsReadyAsync()
        {
            // Telegram answers all the while.
            contact.Note();
            return (await readiness.CheckAsync(Ct)).IsReady;
        }

        contact.BeginDuty();
        Assert.False((await readiness.CheckAsync(Ct)).IsReady);
        Assert.True(await IsReadyAsync());

        await inbox.StoreAsync([new Incoming(Source, 1, 1, "stuck"), new Incoming(Source, 2, 2, "long")], take: true, Ct);
        store.Time.Advance(TimeSpan.FromSeconds(89));
        Assert.True(await IsReadyAsync());
        store.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(await IsReadyAsync());

        // One chat that cannot be reached is no reason while others are done.
        var other = Assert.Single((await inbox.StoreAsync([new Incoming(Source, 3, 3, "fine")], take: true, Ct)).Taken);
        await inbox.CompleteAsync(other, Ct);
        Assert.True(await IsReadyAsync());
        store.Time.Advance(TimeSpan.FromSeconds(91));
        Assert.False(await IsReadyAsync());
    }
}
