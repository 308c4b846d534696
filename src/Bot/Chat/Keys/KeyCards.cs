using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.ApiKeys;
using XthonBot.Core.Modules.Questions;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Keys;

/// <summary>One API key: what it may do, and the ways to change that, by buttons or by <c>/key</c>.</summary>
internal sealed class KeyCards(ListApiKeysHandler list, ChangeApiKeyHandler change) : IChatFeature
{
    public void Map(Routes routes) =>
        routes
            .Customers.Command("/key", CommandAsync)
            .Tap<Callback.Key>((chat, key, ct) => OpenAsync(chat, key.Id, ct))
            .Tap<Callback.SetKeyReadOnly>((chat, key, ct) => ChangeAsync(chat, key.Id, new KeyChange.SetReadOnly(key.IsReadOnly), ct));

    private async Task<Screen> OpenAsync(ChatContext chat, ApiKeyId id, CancellationToken ct) =>
        Card(chat, await FindAsync(chat, key => key.Id == id, ct));

    /// <summary>As in <c>/key AbCdEfGh12 limit 5.00</c>.</summary>
    private async Task<Screen> CommandAsync(ChatContext chat, string rest, CancellationToken ct)
    {
        var (publicPart, tail) = CommandText.Next(rest);
        var (what, value) = CommandText.Next(tail);
        if (value.Length == 0 || KindOf(what) is not { } kind)
            return CommandText.Usage(chat, "key");
        if (!Read(kind, NoneWord.Or(value)).TryGet(out var to, out var error))
            return CommandText.Usage(chat, "key", ErrorTexts.Of(chat.Words, error));
        return await FindAsync(chat, key => key.PublicPart == publicPart, ct) is { } found
            ? await ChangeAsync(chat, found.Id, to, ct)
            : Card(chat, null);
    }

    /// <param name="value">Null where there is to be none.</param>
    public async Task<Screen> AnswerAsync(ChatContext chat, QuestionKind kind, ApiKeyId id, string? value, CancellationToken ct) =>
        Read(kind, value).TryGet(out var to, out var error)
            ? await ChangeAsync(chat, id, to, ct)
            : CommandText.Usage(chat, "key", ErrorTexts.Of(chat.Words, error));

    /// <summary>The action on a key that a word of <c>/key</c> asks for.</summary>
    public static QuestionKind? KindOf(string what) =>
        what.ToLowerInvariant() switch
        {
            "name" => QuestionKind.KeyName,
            "addresses" => QuestionKind.KeyAddresses,
            "limit" => QuestionKind.KeyLimit,
            _ => null,
        };

    public static string Name(ApiKeyView key) => key.Name ?? $"{key.PublicText}…";

    public static Markup LastUse(Words words, ApiKeyView key) =>
        key.LastUsedAt is { } at ? LocalTime.At(at) : new Markup(words.Html("api.never"));

    private static Result<KeyChange> Read(QuestionKind kind, string? value) =>
        kind switch
        {
            QuestionKind.KeyName => new KeyChange.Rename(value),
            QuestionKind.KeyAddresses when value is null => new KeyChange.AllowFrom(null),
            QuestionKind.KeyAddresses => AllowedNetworks.Parse(value).Then<KeyChange>(networks => new KeyChange.AllowFrom(networks)),
            QuestionKind.KeyLimit when value is null => new KeyChange.LimitSpending(null),
            QuestionKind.KeyLimit => TypedMoney.Parse(value).Then<KeyChange>(amount => new KeyChange.LimitSpending(amount)),
            _ => throw new InvalidOperationException($"{kind} is not asked of a key."),
        };

    private async Task<Screen> ChangeAsync(ChatContext chat, ApiKeyId id, KeyChange to, CancellationToken ct)
    {
        var changed = await change.HandleAsync(chat.Customer.Id, id, to, ct);
        var screen = await OpenAsync(chat, id, ct);
        if (changed.TryGet(out _, out var error))
            return screen;
        var problem = ErrorTexts.Of(chat.Words, error);
        return screen with { Html = $"{problem}\n\n{screen.Html}", Wrong = error is Error.Invalid ? problem : null };
    }

    public async Task<ApiKeyView?> FindAsync(ChatContext chat, Func<ApiKeyView, bool> which, CancellationToken ct) =>
        (await list.HandleAsync(chat.Customer.Id, ct)).FirstOrDefault(which);

    public static Screen Card(ChatContext chat, ApiKeyView? key)
    {
        var words = chat.Words;
        IReadOnlyList<Button> back = [Navigation.Back(words, new Callback.ApiKeys())];
        if (key is null)
            return new Screen(ErrorTexts.Of(words, new Error.NotFound("key")), back);

        var text = words.Html(
            "api.card",
            ("name", key.Name ?? words.Label("api.unnamed")),
            ("key", $"{key.PublicText}…"),
            ("made", LocalTime.At(key.CreatedAt)),
            ("used", LastUse(words, key)),
            (
                "rights",
                words.Label(
                    key.IsTest ? "api.istest"
                    : key.IsReadOnly ? "api.isreadonly"
                    : "api.maybuy"
                )
            ),
            ("limit", key.DailyLimit is { } limit ? ScreenText.Dollars(limit) : words.Label("api.nolimit")),
            ("addresses", key.Networks ?? words.Label("api.anywhere"))
        );
        return new Screen(
            text,
            [
                new Button.Tap(words.Label("api.name"), new Callback.AskKey(key.Id, "name")),
                new Button.Tap(
                    words.Label(key.IsReadOnly ? "api.letbuy" : "api.readonly"),
                    new Callback.SetKeyReadOnly(key.Id, !key.IsReadOnly)
                ),
            ],
            [
                new Button.Tap(words.Label("api.addresses"), new Callback.AskKey(key.Id, "addresses")),
                new Button.Tap(words.Label("api.limit"), new Callback.AskKey(key.Id, "limit")),
            ],
            [.. back, new Button.Tap(words.Label("api.revoke"), new Callback.AskRevoke(key.Id))]
        );
    }
}
