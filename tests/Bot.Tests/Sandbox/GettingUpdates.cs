using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types.Enums;

namespace XthonBot.Bot.Tests.Sandbox;

public sealed class GettingUpdates
{
    [Fact]
    public async Task A_waiting_poll_returns_the_moment_somebody_writes()
    {
        await using var room = await Room.OpenAsync();
        var began = TimeProvider.System.GetTimestamp();
        var poll = room.Bot.GetUpdates(timeout: 30, cancellationToken: Room.Ct);
        var posted = await room.People.SayAsync(Room.Ann, "/buy tele", ct: Room.Ct);

        var update = Assert.Single(await poll);

        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(5));
        Assert.Equal(posted.UpdateId, update.Id);
        Assert.Equal((Room.Ann, "/buy tele"), (update.Message!.Chat.Id, update.Message.Text));
        Assert.Equal(
            (MessageEntityType.BotCommand, 0, 4),
            (update.Message.Entities![0].Type, update.Message.Entities[0].Offset, update.Message.Entities[0].Length)
        );
    }

    [Fact]
    public async Task An_update_comes_again_until_the_next_offset_confirms_it()
    {
        await using var room = await Room.OpenAsync();
        await room.People.SayAsync(Room.Ann, "one", ct: Room.Ct);
        await room.People.SayAsync(Room.Ann, "two", ct: Room.Ct);

        var first = await room.Bot.GetUpdates(limit: 1, cancellationToken: Room.Ct);
        var same = await room.Bot.GetUpdates(cancellationToken: Room.Ct);
        var rest = await room.Bot.GetUpdates(first[0].Id + 1, cancellationToken: Room.Ct);
        var none = await room.Bot.GetUpdates(rest[0].Id + 1, cancellationToken: Room.Ct);

        Assert.Equal(["one", "two"], same.Select(update => update.Message!.Text));
        Assert.Equal(["two"], rest.Select(update => update.Message!.Text));
        Assert.Empty(none);
    }

    [Fact]
    public async Task A_negative_offset_forgets_all_but_the_latest()
    {
        await using var room = await Room.OpenAsync();
        foreach (var text in new[] { "one", "two", "three" })
            await room.People.SayAsync(Room.Ann, text, ct: Room.Ct);

        Assert.Equal("three", Assert.Single(await room.Bot.GetUpdates(-1, cancellationToken: Room.Ct)).Message!.Text);
        Assert.Single(await room.Bot.GetUpdates(cancellationToken: Room.Ct));
    }

    [Fact]
    public async Task A_confirmed_update_can_be_made_to_come_once_more()
    {
        await using var room = await Room.OpenAsync();
        var posted = await room.People.SayAsync(Room.Ann, "buy", ct: Room.Ct);
        Assert.Empty(await room.Bot.GetUpdates(posted.UpdateId + 1, cancellationToken: Room.Ct));

        var poll = room.Bot.GetUpdates(posted.UpdateId + 1, timeout: 30, cancellationToken: Room.Ct);
        await room.People.RedeliverAsync(posted.UpdateId, Room.Ct);

        Assert.Equal(posted.UpdateId, Assert.Single(await poll).Id);
        Assert.Empty(await room.Bot.GetUpdates(posted.UpdateId + 1, cancellationToken: Room.Ct));
    }

    /// <summary>With more waiting than one answer holds, those between were confirmed and never came.</summary>
    [Fact]
    public async Task Bug_An_update_that_was_brought_again_before_its_turn_confirmed_those_before_it()
    {
        await using var room = await Room.OpenAsync();
        var posted = new List<int>();
        for (var i = 0; i < 5; i++)
            posted.Add((await room.People.SayAsync(Room.Ann, $"{i}", ct: Room.Ct)).UpdateId);
        await room.People.RedeliverAsync(posted[0], Room.Ct);
        await room.People.RedeliverAsync(posted[4], Room.Ct);

        var came = new List<int>();
        while (await room.Bot.GetUpdates(came.Count == 0 ? null : came[^1] + 1, 3, cancellationToken: Room.Ct) is { Length: > 0 } batch)
            came.AddRange(batch.Select(update => update.Id));

        Assert.Equal([.. posted[..3], posted[0], .. posted[3..], posted[4]], came);
    }

    [Fact]
    public async Task Kinds_that_are_not_allowed_do_not_come_and_null_keeps_the_setting()
    {
        await using var room = await Room.OpenAsync();
        await room.Bot.GetUpdates(allowedUpdates: [UpdateType.CallbackQuery], cancellationToken: Room.Ct);
        await room.Bot.GetUpdates(cancellationToken: Room.Ct);
        await room.People.SayAsync(Room.Ann, "unheard", ct: Room.Ct);

        Assert.Empty(await room.Bot.GetUpdates(cancellationToken: Room.Ct));
        await room.Bot.GetUpdates(allowedUpdates: [], cancellationToken: Room.Ct);
        await room.People.SayAsync(Room.Ann, "heard", ct: Room.Ct);
        Assert.Equal("heard", Assert.Single(await room.Bot.GetUpdates(cancellationToken: Room.Ct)).Message!.Text);
    }

    [Fact]
    public async Task A_second_poller_ends_the_first()
    {
        await using var room = await Room.OpenAsync();
        var first = room.Bot.GetUpdates(timeout: 30, cancellationToken: Room.Ct);
        while ((await room.People.CallsAsync("getUpdates", ct: Room.Ct)).Count == 0)
            await Task.Yield();
        var second = room.NewBot().GetUpdates(timeout: 30, cancellationToken: Room.Ct);

        var error = await Assert.ThrowsAsync<ApiRequestException>(() => first);
        await room.People.SayAsync(Room.Ann, "hi", ct: Room.Ct);

        Assert.Equal(409, error.ErrorCode);
        Assert.Equal("Conflict: terminated by other getUpdates request; make sure that only one bot instance is running", error.Message);
        Assert.Single(await second);
    }

    [Fact]
    public async Task A_set_webhook_refuses_pollers()
    {
        await using var room = await Room.OpenAsync();
        await using var hook = await Listener.StartAsync();
        await room.Bot.SetWebhook(hook.Url.AbsoluteUri, cancellationToken: Room.Ct);

        var error = await Assert.ThrowsAsync<ApiRequestException>(() => room.Bot.GetUpdates(cancellationToken: Room.Ct));
        await room.Bot.DeleteWebhook(cancellationToken: Room.Ct);

        Assert.Equal(409, error.ErrorCode);
        Assert.Equal(
            "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
            error.Message
        );
        Assert.Empty(await room.Bot.GetUpdates(cancellationToken: Room.Ct));
    }

    [Fact]
    public async Task A_webhook_gets_each_update_with_the_secret_until_it_answers_200()
    {
        await using var room = await Room.OpenAsync();
        await using var hook = await Listener.StartAsync(500, 200);
        await room.Bot.SetWebhook(hook.Url.AbsoluteUri, secretToken: "s3cret", cancellationToken: Room.Ct);
        var posted = await room.People.SayAsync(Room.Ann, "hello", ct: Room.Ct);

        var (failed, repeated) = (await hook.NextAsync(), await hook.NextAsync());

        Assert.Equal("s3cret", failed.Headers["X-Telegram-Bot-Api-Secret-Token"]);
        Assert.Equal(failed.Body, repeated.Body);
        Assert.Contains($"\"update_id\":{posted.UpdateId}", repeated.Body, StringComparison.Ordinal);
        Assert.Equal(hook.Url.AbsoluteUri, (await room.Bot.GetWebhookInfo(Room.Ct)).Url);
    }

    [Fact]
    public async Task Ids_grow_over_a_restart()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
        await using var before = await Room.OpenAsync(new() { Time = clock });
        var old = await before.People.SayAsync(Room.Ann, "hi", ct: Room.Ct);
        clock.Advance(TimeSpan.FromSeconds(1));
        await using var after = await Room.OpenAsync(new() { Time = clock });
        var young = await after.People.SayAsync(Room.Ann, "hi", ct: Room.Ct);

        Assert.True(young.UpdateId > old.UpdateId);
        Assert.True(young.MessageId > old.MessageId);
    }
}
