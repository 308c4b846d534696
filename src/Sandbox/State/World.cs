using System.Collections.Concurrent;
using XthonBot.Sandbox.Desk;
using XthonBot.Sandbox.Gateway;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.State;

/// <summary>
/// Everything the sandbox remembers, in memory alone. Each chat has its own lock; what they share (updates, files, the log)
/// is held for a few instructions at a time, so that chats do not wait for one another.
/// </summary>
internal sealed class World : IDisposable
{
    private readonly ConcurrentDictionary<long, Conversation> conversations = new();
    private int lastMessageId;

    public World(SandboxOptions options)
    {
        Time = options.Time;
        Token = options.Token;
        var id = options.BotId();
        Bot = new User(id, true, "XthonBot sandbox", "xthon_sandbox_bot");
        var firstId = FirstId(Time.GetUtcNow());
        lastMessageId = firstId;
        Http = Outbound.Client();
        Updates = new UpdateStream(Time, Http, firstId);
        Taps = new Taps(this);
        Desk = new DeskBook(Time);
        Hooks = new DeskHooks(Http, Time, Desk) { Root = options.PayHookUrl };
        Providers = new DeskContext(Desk, Hooks, options.Desk, Time);
        CryptoPay = new CryptoPay(Providers, firstId);
        BtcPay = new BtcPay(Providers);
        Heleket = new Heleket(Providers);
        Stars = new Stars(this);
        Gateway = new SmsGateway(Http, Time) { HookUrl = options.HookUrl, HookSecret = options.HookSecret };
        StoreUrl = options.StoreUrl;
        foreach (var person in options.People)
            Person(person);
    }

    public TimeProvider Time { get; }
    public string Token { get; }
    public User Bot { get; }
    public Uri? StoreUrl { get; set; }
    public HttpClient Http { get; }
    public UpdateStream Updates { get; }
    public Taps Taps { get; }
    public DeskBook Desk { get; }
    public DeskHooks Hooks { get; }
    public DeskContext Providers { get; }
    public CryptoPay CryptoPay { get; }
    public BtcPay BtcPay { get; }
    public Heleket Heleket { get; }
    public Stars Stars { get; }
    public SmsGateway Gateway { get; }
    public Files Files { get; } = new();
    public CommandMenus Commands { get; } = new();
    public Faults Faults { get; } = new();
    public CallLog Calls { get; } = new();
    public IEnumerable<Conversation> Conversations => conversations.Values;

    /// <summary>
    /// Told of every message that the bot sends (before null) or edits, for a load generator in this process.
    /// Called while the chat is locked: note it and return.
    /// </summary>
    public Action<Message?, Message>? Shown { get; set; }

    /// <summary>The chat that the bot means. Telegram knows nobody who never wrote to the bot.</summary>
    public Conversation ChatForBot(long? id) =>
        id is { } known && conversations.TryGetValue(known, out var conversation) && conversation.Started
            ? conversation
            : throw Refusal.ChatNotFound();

    public Conversation? Find(long id) => conversations.GetValueOrDefault(id);

    /// <summary>The chat of a person, who appears if nobody knew them: load tests bring their own crowd.</summary>
    public Conversation Chat(long id) =>
        conversations.TryGetValue(id, out var found)
            ? found
            : Person(new SandboxPerson(id, $"Person {id}", $"person{id}", "en", "customer"));

    /// <summary>Adds a person, or renames one that is there.</summary>
    public Conversation Person(SandboxPerson person)
    {
        if (person.Id <= 0)
            throw Refusal.BadRequest("a person's id must be above zero");
        var conversation = conversations.GetOrAdd(
            person.Id,
            static (_, all) => new Conversation(all.person, all.world),
            (person, world: this)
        );
        conversation.Rename(person);
        if (person.HasStarted)
            conversation.Start();
        return conversation;
    }

    public int NextMessageId() => Interlocked.Increment(ref lastMessageId);

    /// <summary>
    /// Where the ids begin: sixteen for every second since 2026. The store keeps its database while the sandbox forgets, so ids
    /// must grow over restarts or the store would take new updates for old ones. Fits 32 bits until 2030, then wraps once.
    /// </summary>
    private static int FirstId(DateTimeOffset now)
    {
        var seconds = (long)(now - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalSeconds;
        return (int)(Math.Max(seconds, 0) * 16 % 2_100_000_000);
    }

    public void Dispose()
    {
        Updates.Dispose();
        Hooks.Dispose();
        Desk.Dispose();
        Http.Dispose();
    }
}
