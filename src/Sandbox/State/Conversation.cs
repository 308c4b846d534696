using System.Text.Json;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.State;

/// <summary>One private chat: a person, their messages and what stands under their input.</summary>
internal sealed class Conversation
{
    private readonly Lock gate = new();
    private readonly World world;
    private readonly MessageList messages = new();
    private readonly HashSet<int> topics = [];
    private SandboxPerson person;
    private JsonElement? keyboard;
    private JsonElement? forceReply;
    private int forceReplyMessageId;
    private string? action;
    private DateTimeOffset actionAt;
    private bool started;
    private bool blocked;
    private long version = 1;
    private TaskCompletionSource? changed;

    public Conversation(SandboxPerson person, World world)
    {
        this.person = person;
        this.world = world;
    }

    public SandboxPerson Person => Volatile.Read(ref person);
    public User User => new(Person.Id, false, Person.FirstName, NullIfEmpty(Person.Username), NullIfEmpty(Person.LanguageCode));
    public Chat Chat => new(Person.Id, Person.FirstName, NullIfEmpty(Person.Username));
    public bool Started => Volatile.Read(ref started);

    public void Rename(SandboxPerson renamed)
    {
        lock (gate)
        {
            if (person == renamed)
                return;
            Volatile.Write(ref person, renamed);
            Touch();
        }
    }

    /// <summary>As if the person had pressed Start before: the bot may write to them.</summary>
    public void Start()
    {
        lock (gate)
            started = true;
    }

    /// <summary>A message of the person, and the update that tells the bot, in one order.</summary>
    /// <exception cref="Refusal">The person has blocked the bot; Telegram lets nobody write then.</exception>
    public (Message Message, Update Update) PostFromPerson(Message draft, int? replyTo)
    {
        lock (gate)
        {
            if (blocked)
                throw Refusal.Conflict("the person has blocked the bot; unblock first");
            started = true;
            // Used, and so deleted; what it took the place of does not come back.
            forceReply = null;
            if (draft.MessageThreadId is { } topic)
                topics.Add(topic);
            if (keyboard is { } shown && shown.Flag("one_time_keyboard"))
                keyboard = null;
            var message = Keep(draft, replyTo, sendWithoutReply: false);
            var update = world.Updates.Emit(new Update { Message = message, ChatId = person.Id });
            return (message, update);
        }
    }

    /// <summary>The person writes one of their own messages anew, and the bot is told.</summary>
    public (Message Message, Update Update) EditByPerson(int messageId, Func<Message, Message> change)
    {
        lock (gate)
        {
            if (messages.Find(messageId) is not { From.IsBot: false, ForwardOrigin: null } message)
                throw Refusal.BadRequest("message can't be edited");
            var now = world.Time.GetUtcNow();
            var edited = change(message) with { EditDate = now.ToUnixTimeSeconds(), EditedAt = now };
            messages.Replace(edited);
            Touch();
            return (edited, world.Updates.Emit(new Update { EditedMessage = edited, ChatId = person.Id }));
        }
    }

    /// <summary>A message of the bot.</summary>
    public Message PostFromBot(Message draft, Markup? markup, int? replyTo, bool sendWithoutReply)
    {
        lock (gate)
        {
            RefuseIfBlocked();
            if (draft.MessageThreadId is { } topic && !topics.Contains(topic))
                throw Refusal.BadRequest("message thread not found");
            var message = Keep(
                draft with
                {
                    ReplyMarkup = markup?.Kind == MarkupKind.Inline ? markup.Value : null,
                },
                replyTo,
                sendWithoutReply
            );
            if (markup is { Kind: MarkupKind.Keyboard })
                (keyboard, forceReply) = (markup.Value, null);
            else if (markup is { Kind: MarkupKind.Remove })
                (keyboard, forceReply) = (null, null);
            else if (markup is { Kind: MarkupKind.ForceReply })
                // It becomes the chat's markup, in the place of the keyboard, as TDLib has it.
                (keyboard, forceReply, forceReplyMessageId) = (null, markup.Value, message.MessageId);
            action = null;
            world.Shown?.Invoke(null, message);
            return message;
        }
    }

    /// <summary>
    /// A service message about a payment. It comes also to a person who has blocked the bot, and leaves the keyboard alone.
    /// </summary>
    public void PostService(User from, string kind, object content)
    {
        lock (gate)
        {
            var draft = new Message
            {
                From = from,
                Chat = Chat,
                Content = new() { [kind] = Json.Element(content) },
            };
            world.Updates.Emit(new Update { Message = Keep(draft, null, sendWithoutReply: false), ChatId = person.Id });
        }
    }

    /// <summary>The message of an invoice shows that it is paid.</summary>
    public void MarkPaid(string invoiceId)
    {
        lock (gate)
        {
            if (messages.FindLast(message => message.InvoiceId == invoiceId) is not { } invoice)
                return;
            messages.Replace(invoice with { IsPaid = true });
            Touch();
        }
    }

    /// <param name="change">Answers the edited message, or refuses.</param>
    public Message Edit(int messageId, Func<Message, Message> change)
    {
        lock (gate)
        {
            RefuseIfBlocked();
            var message = messages.Find(messageId) ?? throw Refusal.BadRequest("message to edit not found");
            if (!message.From.IsBot)
                throw Refusal.BadRequest("message can't be edited");
            var now = world.Time.GetUtcNow();
            var edited = change(message) with { EditDate = now.ToUnixTimeSeconds(), EditedAt = now };
            messages.Replace(edited);
            Touch();
            world.Shown?.Invoke(message, edited);
            return edited;
        }
    }

    public void Delete(int messageId)
    {
        lock (gate)
        {
            if (!messages.Remove(messageId))
                throw Refusal.BadRequest("message to delete not found");
            if (messageId == forceReplyMessageId)
                forceReply = null;
            Touch();
        }
    }

    public void ShowAction(string name)
    {
        lock (gate)
        {
            RefuseIfBlocked();
            (action, actionAt) = (name, world.Time.GetUtcNow());
            Touch();
        }
    }

    /// <summary>Blocks or unblocks the bot. Answers the update, or null where it was so already.</summary>
    public Update? SetBlocked(bool value)
    {
        lock (gate)
        {
            if (blocked == value)
                return null;
            blocked = value;
            started = true;
            Touch();
            ChatMember Member(bool kicked) => kicked ? new ChatMember(world.Bot, "kicked", 0) : new ChatMember(world.Bot, "member");
            var change = new ChatMemberChange(Chat, User, world.Time.GetUtcNow().ToUnixTimeSeconds(), Member(!value), Member(value));
            return world.Updates.Emit(new Update { MyChatMember = change, ChatId = person.Id });
        }
    }

    public Message? Find(int messageId)
    {
        lock (gate)
            return messages.Find(messageId);
    }

    /// <summary>The newest message with a button of this label.</summary>
    public Message? FindByButton(string label)
    {
        lock (gate)
            return messages.FindLast(message => Taps.DataOf(message, label) is not null);
    }

    public ConversationState Read(int limit)
    {
        lock (gate)
        {
            var recent = action is not null && world.Time.GetUtcNow() - actionAt < TimeSpan.FromSeconds(5) ? action : null;
            return new ConversationState(
                person,
                version,
                started,
                blocked,
                recent,
                keyboard,
                forceReply,
                forceReplyMessageId,
                messages.Latest(limit)
            );
        }
    }

    /// <summary>Ends when the version is another than this one.</summary>
    public Task ChangeSince(long since)
    {
        lock (gate)
            return version != since
                ? Task.CompletedTask
                : (changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <summary>Something outside the messages changed, such as the commands menu.</summary>
    public void Refresh()
    {
        lock (gate)
            Touch();
    }

    private Message Keep(Message draft, int? replyTo, bool sendWithoutReply)
    {
        var answered = replyTo is { } id ? messages.Find(id) : null;
        if (replyTo is not null && answered is null && !sendWithoutReply)
            throw Refusal.BadRequest("message to be replied not found");
        // Telegram nests one level: the message answered does not carry the one it answered.
        answered = answered is null ? null : answered with { ReplyToMessage = null };
        var now = world.Time.GetUtcNow();
        var message = draft with
        {
            MessageId = world.NextMessageId(),
            ReplyToMessage = answered,
            Date = now.ToUnixTimeSeconds(),
            SentAt = now,
        };
        messages.Add(message);
        Touch();
        return message;
    }

    private void RefuseIfBlocked()
    {
        if (blocked)
            throw new Refusal(403, "Forbidden: bot was blocked by the user");
    }

    private void Touch()
    {
        version++;
        changed?.TrySetResult();
        changed = null;
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
