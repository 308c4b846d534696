using System.Text.Json;
using XthonBot.Sandbox;
using XthonBot.Sandbox.State;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Load.Loads;

/// <summary>People who type and tap in the sandbox without HTTP, so that the load costs next to nothing.</summary>
internal sealed class Crowd
{
    private readonly World world;

    public Crowd(World world)
    {
        this.world = world;
        world.Shown = (before, now) => Shown?.Invoke(before, now);
    }

    /// <summary>The bot sent (before null) or edited a message. Called while its chat is locked.</summary>
    public event Action<Message?, Message>? Shown;

    /// <summary>Somebody whom the bot may write to.</summary>
    public static Conversation Join(World world, long id)
    {
        var chat = world.Person(new SandboxPerson(id, $"Customer {id}", "", "en", "customer"));
        chat.Start();
        return chat;
    }

    public Conversation Join(long id) => Join(world, id);

    public void Say(long id, string text) =>
        Post(
            id,
            new Message
            {
                From = Join(id).User,
                Chat = Join(id).Chat,
                Text = text,
            }
        );

    public void SendFile(long id, string name, byte[] content, string caption)
    {
        var file = world.Files.Add(name, "text/plain", content, "documents");
        Post(
            id,
            new Message
            {
                From = Join(id).User,
                Chat = Join(id).Chat,
                Document = file.AsDocument(),
                Caption = caption,
            }
        );
    }

    public void Tap(long id, int messageId, string data) => world.Taps.Send(Join(id), messageId, data);

    /// <summary>Waits for the next message, sent or edited, that fits; the act comes after the watch has begun.</summary>
    public async Task<Message> SeesAsync(long id, Func<Message, bool> fits, Action act, TimeSpan patience)
    {
        var seen = new TaskCompletionSource<Message>(TaskCreationOptions.RunContinuationsAsynchronously);
        string? latest = null;
        void Look(Message? before, Message now)
        {
            if (now.Chat.Id != id)
                return;
            latest = now.Words;
            if (fits(now))
                seen.TrySetResult(now);
        }

        Shown += Look;
        try
        {
            act();
            return await seen.Task.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"What was waited for in chat {id} did not come; the latest message there: {latest}");
        }
        finally
        {
            Shown -= Look;
        }
    }

    /// <summary>The data of the message's buttons, row by row; null where a button carries none.</summary>
    public static IReadOnlyList<string?> Buttons(Message message) =>
        message.ReplyMarkup is { } markup && markup.TryGetProperty("inline_keyboard", out var rows)
            ?
            [
                .. rows.EnumerateArray()
                    .SelectMany(row => row.EnumerateArray())
                    .Select(b => b.TryGetProperty("callback_data", out var data) ? data.GetString() : null),
            ]
            : [];

    private void Post(long id, Message draft) => Join(id).PostFromPerson(draft, null);
}
