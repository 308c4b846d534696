using XthonBot.Bot.Callbacks;

namespace XthonBot.Bot.Chat.Routing;

/// <summary>The commands and buttons for one kind of person. Each has one route.</summary>
internal sealed class RouteTable
{
    private readonly Dictionary<string, Func<ChatContext, string, CancellationToken, Task<Screen>>> commands = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, Func<ChatContext, Callback, CancellationToken, Task<Screen>>> taps = [];
    private Func<ChatContext, ChatEvent.Uploaded, Screen>? uploads;

    public IEnumerable<Type> Buttons => taps.Keys;

    /// <param name="command">With its slash, in lower case.</param>
    /// <param name="answer">Gets what follows the command, without the blanks around it.</param>
    public RouteTable Command(string command, Func<ChatContext, string, CancellationToken, Task<Screen>> answer)
    {
        commands.Add(command, answer);
        return this;
    }

    public RouteTable Command(string command, Func<ChatContext, CancellationToken, Task<Screen>> answer) =>
        Command(command, (chat, _, ct) => answer(chat, ct));

    public RouteTable Command(string command, Func<ChatContext, Screen> answer) =>
        Command(command, (chat, _, _) => Task.FromResult(answer(chat)));

    public RouteTable Tap<T>(Func<ChatContext, T, CancellationToken, Task<Screen>> answer)
        where T : Callback
    {
        taps.Add(typeof(T), (chat, callback, ct) => answer(chat, (T)callback, ct));
        return this;
    }

    public RouteTable Tap<T>(Func<ChatContext, CancellationToken, Task<Screen>> answer)
        where T : Callback => Tap<T>((chat, _, ct) => answer(chat, ct));

    public RouteTable Tap<T>(Func<ChatContext, Screen> answer)
        where T : Callback => Tap<T>((chat, _, _) => Task.FromResult(answer(chat)));

    /// <summary>Files, whatever they are.</summary>
    public RouteTable Uploads(Func<ChatContext, ChatEvent.Uploaded, Screen> answer)
    {
        uploads = uploads is null ? answer : throw new InvalidOperationException("Files have a route already.");
        return this;
    }

    /// <returns>Null where nothing in it answers that.</returns>
    public Func<ChatContext, CancellationToken, Task<Screen>>? Find(ChatEvent happened, string? command, Callback? button)
    {
        switch (happened)
        {
            case ChatEvent.Tapped when button is not null && taps.TryGetValue(button.GetType(), out var answer):
                return (chat, ct) => answer(chat, button, ct);
            case ChatEvent.Text text when command is not null && commands.TryGetValue(command, out var answer):
                return (chat, ct) => answer(chat, text.Rest, ct);
            case ChatEvent.Uploaded file when uploads is { } answer:
                return (chat, _) => Task.FromResult(answer(chat, file));
            default:
                return null;
        }
    }
}
