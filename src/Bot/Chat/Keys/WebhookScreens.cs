using System.Text;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Reactions.Webhooks;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Keys;

/// <summary>The customer's webhooks.</summary>
internal sealed class WebhookScreens(
    ReadWebhooksHandler read,
    MakeWebhookHandler make,
    ChangeWebhookHandler change,
    RemoveWebhookHandler remove,
    RotateSecretHandler rotate,
    TestWebhookHandler test,
    ReadDeliveriesHandler deliveries
) : IChatFeature
{
    private const int DeliveriesShown = 5;

    public void Map(Routes routes) =>
        routes
            .Customers.Command("/webhook", (chat, url, ct) => url.Length > 0 ? MakeAsync(chat, url, ct) : ListAsync(chat, ct))
            .Tap<Callback.Webhooks>((chat, ct) => ListAsync(chat, ct))
            .Tap<Callback.Webhook>((chat, one, ct) => OpenAsync(chat, one.Id, null, ct))
            .Tap<Callback.TestWebhook>((chat, one, ct) => TestAsync(chat, one.Id, ct))
            .Tap<Callback.RotateWebhook>((chat, one, ct) => RotateAsync(chat, one.Id, one.Nonce, ct))
            .Tap<Callback.SwitchOnWebhook>((chat, one, ct) => SwitchOnAsync(chat, one.Id, ct))
            .Tap<Callback.AskRemoveWebhook>((chat, one, ct) => AskRemoveAsync(chat, one.Id, ct))
            .Tap<Callback.RemoveWebhook>((chat, one, ct) => RemoveAsync(chat, one.Id, ct));

    private async Task<Screen> ListAsync(ChatContext chat, CancellationToken ct)
    {
        var words = chat.Words;
        var webhooks = await read.HandleAsync(chat.Customer.Id, ct);
        var text = words.Html("webhooks");
        var rows = webhooks.ConvertAll(webhook =>
            (IReadOnlyList<Button>)
                [
                    new Button.Tap(
                        ScreenText.Cut(words.Label("webhooks.one", ("state", Mark(webhook)), ("host", new Uri(webhook.Url).Authority)), 40),
                        new Callback.Webhook(webhook.Id)
                    ),
                ]
        );
        if (webhooks.Count < MakeWebhookHandler.Limit)
            rows.Add([new Button.Tap(words.Label("webhooks.new"), new Callback.NewWebhook())]);
        rows.Add([Navigation.Back(words, new Callback.ApiKeys()), Navigation.Home(words)]);
        return new Screen(webhooks.Count > 0 ? text : $"{text}\n\n{words.Html("webhooks.none")}", [.. rows]);
    }

    public async Task<Screen> MakeAsync(ChatContext chat, string url, CancellationToken ct)
    {
        var made = await make.HandleAsync(new MakeWebhook(chat.Customer.Id, url, Request: chat.Cause("webhook")), ct);
        return made.TryGet(out var webhook, out var error)
            ? Secret(chat, chat.Words.Html("webhook.made", ("url", webhook.Webhook.Url), ("secret", webhook.Secret)), webhook)
            : (await ListAsync(chat, error, ct)) with
            {
                Wrong = error is Error.Invalid ? ErrorTexts.Of(chat.Words, error) : null,
            };
    }

    private async Task<Screen> OpenAsync(ChatContext chat, WebhookId id, Error? problem, CancellationToken ct)
    {
        var words = chat.Words;
        if (
            !(await read.HandleAsync(chat.Customer.Id, id, ct)).TryGet(out var webhook, out var error)
            || !(await deliveries.HandleAsync(chat.Customer.Id, id, DeliveriesShown, null, ct)).TryGet(out var sent, out error)
        )
            return await ListAsync(chat, error, ct);

        var text = new StringBuilder(words.Html("webhook", ("url", webhook.Url), ("state", State(words, webhook))));
        text.Append("\n\n").Append(words.Html(sent.Items.Count == 0 ? "webhook.unsent" : "webhook.sent"));
        foreach (var delivery in sent.Items)
        {
            text.Append('\n')
                .Append(
                    words.Html(
                        "webhook.delivery",
                        ("mark", Mark(delivery)),
                        ("at", LocalTime.At(delivery.CreatedAt)),
                        ("type", delivery.Event.Name()),
                        (
                            "result",
                            delivery.LastError ?? delivery.LastStatus?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? ""
                        )
                    )
                );
        }

        return After(
            chat,
            problem,
            new Screen(
                text.ToString(),
                webhook.DisabledAt is null
                    ?
                    [
                        new Button.Tap(words.Label("webhook.test"), new Callback.TestWebhook(id)),
                        new Button.Tap(words.Label("webhook.look"), new Callback.Webhook(id)),
                    ]
                    : [new Button.Tap(words.Label("webhook.switchon"), new Callback.SwitchOnWebhook(id))],
                [
                    new Button.Tap(words.Label("webhook.rotate"), new Callback.RotateWebhook(id, CallbackCodec.NewNonce())),
                    new Button.Tap(words.Label("webhook.remove"), new Callback.AskRemoveWebhook(id)),
                ],
                [Navigation.Back(words, new Callback.Webhooks()), Navigation.Home(words)]
            )
        );
    }

    private async Task<Screen> TestAsync(ChatContext chat, WebhookId id, CancellationToken ct) =>
        await OpenAsync(chat, id, (await test.HandleAsync(chat.Customer.Id, id, ct)).Error, ct);

    private async Task<Screen> SwitchOnAsync(ChatContext chat, WebhookId id, CancellationToken ct) =>
        await OpenAsync(chat, id, (await change.HandleAsync(new ChangeWebhook(chat.Customer.Id, id, IsOn: true), ct)).Error, ct);

    private async Task<Screen> RotateAsync(ChatContext chat, WebhookId id, string nonce, CancellationToken ct)
    {
        var rotated = await rotate.HandleAsync(chat.Customer.Id, id, nonce, ct);
        if (!rotated.TryGet(out var webhook, out var error))
            return await OpenAsync(chat, id, error, ct);
        var until = webhook.Webhook.OldSecretUntil!.Value;
        return Secret(
            chat,
            chat.Words.Html("webhook.rotated", ("url", webhook.Webhook.Url), ("secret", webhook.Secret), ("until", LocalTime.At(until))),
            webhook
        );
    }

    private async Task<Screen> AskRemoveAsync(ChatContext chat, WebhookId id, CancellationToken ct)
    {
        if (!(await read.HandleAsync(chat.Customer.Id, id, ct)).TryGet(out var webhook, out var error))
            return await ListAsync(chat, error, ct);
        return new Screen(
            chat.Words.Html("webhook.askremove", ("url", webhook.Url)),
            [
                new Button.Tap(chat.Words.Label("button.keep"), new Callback.Webhook(id)),
                new Button.Tap(chat.Words.Label("webhook.doremove"), new Callback.RemoveWebhook(id)),
            ]
        );
    }

    private async Task<Screen> RemoveAsync(ChatContext chat, WebhookId id, CancellationToken ct) =>
        await ListAsync(chat, (await remove.HandleAsync(chat.Customer.Id, id, ct)).Error, ct);

    private async Task<Screen> ListAsync(ChatContext chat, Error? error, CancellationToken ct) =>
        After(chat, error, await ListAsync(chat, ct));

    private static Screen After(ChatContext chat, Error? error, Screen screen) =>
        error is null ? screen : screen with { Html = $"{ErrorTexts.Of(chat.Words, error)}\n\n{screen.Html}" };

    private static Screen Secret(ChatContext chat, string html, MadeWebhook made) =>
        new(
            html,
            [new Button.Copy(chat.Words.Label("webhook.copy"), made.Secret)],
            [Navigation.Back(chat.Words, new Callback.Webhook(made.Webhook.Id))]
        );

    private static string State(Words words, WebhookView webhook) =>
        webhook switch
        {
            { DisabledReason: { } reason } => words.Label("webhook.off", ("reason", words.Label("webhook.off." + reason))),
            { FailingSince: { } since } => words.Label("webhook.failing", ("at", ScreenText.At(since))),
            _ => words.Label("webhook.on"),
        };

    private static string Mark(WebhookView webhook) =>
        webhook.DisabledAt is not null ? "⛔"
        : webhook.FailingSince is not null ? "⏸"
        : "✅";

    private static string Mark(DeliveryView delivery) =>
        delivery.NextAt is not null ? "⏳"
        : delivery.DeliveredAt is not null ? "✅"
        : "✖";
}
