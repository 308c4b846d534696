using System.Text;
using Microsoft.Extensions.Options;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.ApiKeys;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Keys;

/// <summary>The customer's API keys.</summary>
internal sealed class KeyScreens(ListApiKeysHandler list, IssueApiKeyHandler issue, RevokeApiKeyHandler revoke, StoreAddress address)
    : IChatFeature
{
    public void Map(Routes routes) =>
        routes
            .Customers.Command("/api", ListAsync)
            .Tap<Callback.ApiKeys>(ListAsync)
            .Tap<Callback.NewKey>((chat, key, ct) => IssueAsync(chat, key.Nonce, isTest: false, ct))
            .Tap<Callback.NewTestKey>((chat, key, ct) => IssueAsync(chat, key.Nonce, isTest: true, ct))
            .Tap<Callback.AskRevoke>((chat, key, ct) => AskRevokeAsync(chat, key.Id, ct))
            .Tap<Callback.Revoke>((chat, key, ct) => RevokeAsync(chat, key.Id, ct));

    private async Task<Screen> ListAsync(ChatContext chat, CancellationToken ct)
    {
        var words = chat.Words;
        var keys = await list.HandleAsync(chat.Customer.Id, ct);
        var text = new StringBuilder(words.Html("api", ("url", $"{address.Public}/api/v2")));
        text.Append("\n\n").Append(words.Html(keys.Count == 0 ? "api.nokeys" : "api.keys"));
        foreach (var key in keys)
        {
            text.Append('\n')
                .Append(
                    words.Html(
                        "api.key",
                        ("key", KeyCards.Name(key)),
                        ("made", LocalTime.At(key.CreatedAt)),
                        ("used", KeyCards.LastUse(words, key))
                    )
                );
        }

        var rows = keys.Select(key =>
                (IReadOnlyList<Button>)[new Button.Tap(words.Label("api.open", ("key", KeyCards.Name(key))), new Callback.Key(key.Id))]
            )
            .ToList();
        if (keys.Count < IssueApiKeyHandler.Limit)
        {
            rows.Add([
                new Button.Tap(words.Label("api.new"), new Callback.NewKey(CallbackCodec.NewNonce())),
                new Button.Tap(words.Label("api.newtest"), new Callback.NewTestKey(CallbackCodec.NewNonce())),
            ]);
        }

        rows.Add([new Button.Tap(words.Label("api.webhooks"), new Callback.Webhooks())]);
        // Telegram refuses links that only this machine can follow.
        if (address.IsReachable)
            rows.Add([new Button.Link(words.Label("api.docs"), $"{address.Public}/docs")]);
        else
            text.Append("\n\n").Append(words.Html("api.docsat", ("url", $"{address.Public}/docs")));
        rows.Add([Navigation.Home(words)]);
        return new Screen(text.ToString(), [.. rows]);
    }

    private async Task<Screen> IssueAsync(ChatContext chat, string nonce, bool isTest, CancellationToken ct)
    {
        var words = chat.Words;
        var issued = await issue.HandleAsync(new IssueApiKey(chat.Customer.Id, nonce, isTest), ct);
        if (issued.TryGet(out var key, out var error))
            return new Screen(
                words.Html(isTest ? "api.issuedtest" : "api.issued", ("key", key.Key), ("url", $"{address.Public}/api/v2")),
                [new Button.Copy(words.Label("api.copy"), key.Key)],
                [Navigation.Back(words, new Callback.ApiKeys())]
            );

        var screen = await ListAsync(chat, ct);
        return screen with { Html = $"{ErrorTexts.Of(words, error)}\n\n{screen.Html}" };
    }

    private async Task<Screen> AskRevokeAsync(ChatContext chat, ApiKeyId id, CancellationToken ct)
    {
        var key = (await list.HandleAsync(chat.Customer.Id, ct)).SingleOrDefault(k => k.Id == id);
        return key is null
            ? await ListAsync(chat, ct)
            : new Screen(
                chat.Words.Html("api.askrevoke", ("key", KeyCards.Name(key))),
                [
                    new Button.Tap(chat.Words.Label("button.keep"), new Callback.Key(id)),
                    new Button.Tap(chat.Words.Label("api.dorevoke"), new Callback.Revoke(id)),
                ]
            );
    }

    private async Task<Screen> RevokeAsync(ChatContext chat, ApiKeyId id, CancellationToken ct)
    {
        var revoked = await revoke.HandleAsync(chat.Customer.Id, id, ct);
        var screen = await ListAsync(chat, ct);
        return revoked.TryGet(out _, out var error)
            ? screen
            : screen with
            {
                Html = $"{ErrorTexts.Of(chat.Words, error)}\n\n{screen.Html}",
            };
    }
}
