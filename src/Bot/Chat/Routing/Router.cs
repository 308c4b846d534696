using XthonBot.Bot.Callbacks;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Routing;

/// <summary>Finds who answers an update: a gate, in the order of the gates, or the feature that has the command or button.</summary>
internal sealed class Router
{
    private readonly Routes routes = new();
    private readonly IReadOnlyList<IChatGate> gates;
    private readonly TextBook texts;

    public Router(IEnumerable<IChatFeature> features, IEnumerable<IChatGate> gates, TextBook texts)
    {
        (this.gates, this.texts) = ([.. gates], texts);
        foreach (var feature in features)
            feature.Map(routes);
    }

    /// <summary>All buttons that have a route, those of operators included.</summary>
    public IEnumerable<Type> Buttons => routes.Buttons;

    /// <returns>Null where nothing is to be shown.</returns>
    public async Task<Screen?> RouteAsync(ChatContext chat, ChatEvent happened, Callback? callback, CancellationToken ct)
    {
        var command = happened is ChatEvent.Text text ? HomeKeys.CommandOf(texts, text) : null;
        var route = routes.Find(chat, happened, command, callback);
        foreach (var gate in gates)
        {
            if (await gate.AnswerAsync(chat, happened, route, ct) is { } instead)
                return instead;
        }

        if (route is not null)
            return await route.AnswerAsync(chat, ct);
        return routes.Otherwise is { } rest ? await rest(chat, happened, callback, ct) : null;
    }
}
