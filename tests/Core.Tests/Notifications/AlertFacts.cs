using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Modules.Payments;
using XthonBot.Core.Reactions.Notifications;

namespace XthonBot.Core.Tests.Notifications;

/// <summary>Conditions of which the operators are told: once, however often and by however many processes they are found.</summary>
public sealed class AlertFacts
{
    private static readonly NotificationDetail Refused = new NotificationDetail.OfAlert(
        AlertKind.WayRefused,
        "desk",
        "Payments:Ways:desk:Secret"
    );

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refused_key_is_told_once_over_restarts_and_again_when_it_is_accepted()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        store.Desk.RefusedSetting = "Secret";
        await store.Get<PaymentProviders>().CheckAsync(Ct);
        await store.Get<PaymentProviders>().CheckAsync(Ct);
        // Another process, or the next start.
        var next = TestStore.Open(store.Database, TestDesk.Settings());
        next.Desk.RefusedSetting = "Secret";
        await next.Get<PaymentProviders>().CheckAsync(Ct);
        await next.DeliverAsync();

        var told = Assert.Single(next.Channel.Delivered);
        Assert.Equal((NotificationKind.AlertRaised, null, Refused), (told.Kind, told.TelegramId, told.Detail));
        next.Desk.RefusedSetting = null;
        await next.Get<PaymentProviders>().CheckAsync(Ct);
        await next.Get<PaymentProviders>().CheckAsync(Ct);
        await next.DeliverAsync();
        Assert.Equal([NotificationKind.AlertRaised, NotificationKind.AlertEnded], next.Channel.Delivered.Select(d => d.Kind));
        Assert.Equal(Refused, next.Channel.Delivered[^1].Detail);
        await next.CloseAsync();
    }

    [Fact]
    public async Task A_key_that_turns_out_to_be_refused_at_a_payment_is_told_at_once()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var ann = await store.CustomerAsync();
        store.Desk.RefusedSetting = "Secret";

        Assert.False(
            (
                await store.Get<StartPaymentHandler>().HandleAsync(new StartPayment(ann.Id, "desk", new Money(500), OrderChannel.Chat), Ct)
            ).IsOk
        );
        await store.DeliverAsync();

        Assert.Equal(Refused, Assert.Single(store.Channel.Delivered).Detail);
    }

    [Fact]
    public async Task Many_that_find_the_same_at_once_tell_it_once()
    {
        await using var store = await TestStore.StartAsync();
        var alerts = store.Get<RaiseAlertHandler>();

        var told = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Task.Run(() => alerts.RaiseAsync(AlertKind.NoContact, "", "Store:Contact", Ct)))
        );

        Assert.Single(told, isTold => isTold);
        await store.DeliverAsync();
        Assert.Single(store.Channel.Delivered);
    }

    [Fact]
    public async Task A_condition_that_lasts_is_told_again_after_a_week_and_one_that_flickers_once_an_hour()
    {
        await using var store = await TestStore.StartAsync();
        var alerts = store.Get<RaiseAlertHandler>();
        Assert.True(await RaiseAsync());
        store.Time.Advance(RaiseAlertHandler.Reminder - TimeSpan.FromSeconds(1));
        Assert.False(await RaiseAsync());
        store.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await RaiseAsync());

        Assert.True(await alerts.EndAsync(AlertKind.WayRefused, "desk", Ct));
        Assert.False(await alerts.EndAsync(AlertKind.WayRefused, "desk", Ct));
        Assert.False(await RaiseAsync());
        Assert.False(await alerts.EndAsync(AlertKind.WayRefused, "desk", Ct));
        store.Time.Advance(RaiseAlertHandler.Pause);
        Assert.True(await RaiseAsync());
        Assert.True(await alerts.RaiseAsync(AlertKind.WayRefused, "desk", "Payments:Ways:desk:Url", Ct));

        Task<bool> RaiseAsync() => alerts.RaiseAsync(AlertKind.WayRefused, "desk", "Payments:Ways:desk:Secret", Ct);
    }

    [Fact]
    public async Task A_contact_that_is_there_again_is_no_news()
    {
        await using var store = await TestStore.StartAsync();
        var alerts = store.Get<RaiseAlertHandler>();
        Assert.True(await alerts.RaiseAsync(AlertKind.NoContact, "", "Store:Contact", Ct));

        Assert.True(await alerts.EndAsync(AlertKind.NoContact, "", Ct));

        await store.DeliverAsync();
        Assert.Equal(NotificationKind.AlertRaised, Assert.Single(store.Channel.Delivered).Kind);
    }
}
