using XthonBot.Core.Reactions.Notifications;

namespace XthonBot.Core.Tests.Notifications;

/// <summary>Words between customers and operators, which go by the outbox.</summary>
public sealed class LetterFacts
{
    private const string Words = "Where are my ten dollars?";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_letter_that_is_handed_in_again_after_a_crash_is_carried_once()
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync();
        await store.Get<CarryLetterHandler>().ToOperatorsAsync(ann.Id, Words, "update:1:7:letter", Ct);
        // The process died before its update was done, and the next one is handed the same.
        var next = TestStore.Open(store.Database);
        await next.Get<CarryLetterHandler>().ToOperatorsAsync(ann.Id, Words, "update:1:7:letter", Ct);
        await next.DeliverAsync();
        await next.Get<CarryLetterHandler>().ToOperatorsAsync(ann.Id, Words, "update:1:7:letter", Ct);
        await next.DeliverAsync();

        var carried = Assert.Single(next.Channel.Delivered);
        Assert.Equal(
            (NotificationKind.CustomerWrote, null, (NotificationDetail)new NotificationDetail.Letter(ann.Id.Value, Words)),
            (carried.Kind, carried.TelegramId, carried.Detail)
        );
        await next.CloseAsync();
    }

    [Fact]
    public async Task A_letter_waits_until_the_chat_can_be_reached_and_is_encrypted_meanwhile()
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync();
        store.Channel.Answer = new DeliveryOutcome.Later();
        await store.Get<CarryLetterHandler>().ToOperatorsAsync(ann.Id, Words, "update:1:7:letter", Ct);
        await store.DeliverAsync();
        Assert.DoesNotContain(
            "dollars",
            await store.ScalarAsync<string>("select detail as value from notifications"),
            StringComparison.Ordinal
        );

        store.Channel.Answer = new DeliveryOutcome.Sent(1);
        store.Time.Advance(TimeSpan.FromMinutes(1));
        await store.DeliverAsync();

        Assert.Equal(2, store.Channel.Delivered.Count);
        Assert.Equal(0, await store.Get<NotificationDispatcher>().CountOpenAsync(Ct));
    }

    [Fact]
    public async Task An_answer_reaches_its_customer_once_and_the_audit_log_has_no_word_of_it()
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync();
        for (var i = 0; i < 2; i++)
            await store.Get<CarryLetterHandler>().ToCustomerAsync(ann.Id, Words, TestStore.Operator, "update:1:8:answer", Ct);
        await store.DeliverAsync();

        var told = Assert.Single(store.Channel.Delivered);
        Assert.Equal((NotificationKind.OperatorAnswered, ann.TelegramId), (told.Kind, told.TelegramId));
        Assert.Equal(
            $"answer customer:{ann.Id.Value} - operator:1003",
            await store.ScalarAsync<string>(
                "select action || ' ' || subject || ' ' || coalesce(reason, '-') || ' ' || actor as value from audit_log where action = 'answer'"
            )
        );
    }

    [Fact]
    public async Task A_request_for_a_credit_is_carried_once_for_its_nonce()
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync();
        foreach (var nonce in new[] { "n1", "n1", "n2" })
            await store.Get<CarryLetterHandler>().ToOperatorsAsync(ann.Id, new Money(500), nonce, Ct);
        await store.DeliverAsync();

        Assert.Equal(
            [new NotificationDetail.AskedTopUp(ann.Id.Value, 500, "n1"), new NotificationDetail.AskedTopUp(ann.Id.Value, 500, "n2")],
            store.Channel.Delivered.Select(d => d.Detail)
        );
    }
}
