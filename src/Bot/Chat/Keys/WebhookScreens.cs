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
            .Customers.Command("/webhook", (visit, url, ct) => url.Length > 0 ? MakeAsync(visit, url, ct) : ListAsync(visit, ct))
            .Tap<Callback.Webhooks>((visit, ct) => ListAsync(visit, ct))
            .Tap<Callback.Webhook>((visit, one, ct) => OpenAsync(visit, one.Id, null, ct))
            .Tap<Callback.TestWebhook>((visit, one, ct) => TestAsync(visit, one.Id, ct))
            .Tap<Callback.RotateWebhook>((visit, one, ct) => RotateAsync(visit, one.Id, one.Nonce, ct))
            .Tap<Callback.SwitchOnWebhook>((visit, one, ct) => SwitchOnAsync(visit, one.Id, ct))
            .Tap<Callback.AskRemoveWebhook>((visit, one, ct) => AskRemoveAsync(visit, one.Id, ct))
            .Tap<Callback.RemoveWebhook>((visit, one, ct) => RemoveAsync(visit, one.Id, ct));

    private async Task<Screen> ListAsync(ChatContext visit, CancellationToken ct)
    {
        var words = visit.Words;
        var webhooks = await read.HandleAsync(visit.Customer.Id, ct);
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

    public async Task<Screen> MakeAsync(ChatContext visit, string url, CancellationToken ct)
    {
        var made = await make.HandleAsync(new MakeWebhook(visit.Customer.Id, url, Request: visit.Cause("webhook")), ct);
        return made.TryGet(out var webhook, out var error)
            ? Secret(visit, visit.Words.Html("webhook.made", ("url", webhook.Webhook.Url), ("secret", webhook.Secret)), webhook)
            : (await ListAsync(visit, error, ct)) with
            {
                Wrong = error is Error.Invalid ? ErrorTexts.Of(visit.Words, error) : null,
            };
    }

    private async Task<Screen> OpenAsync(ChatContext visit, WebhookId id, Error? problem, CancellationToken ct)
    {
        var words = visit.Words;
        if (
            !(await read.HandleAsync(visit.Customer.Id, id, ct)).TryGet(out var webhook, out var error)
            || !(await deliveries.HandleAsync(visit.Customer.Id, id, DeliveriesShown, null, ct)).TryGet(out var sent, out error)
        )
            return await ListAsync(visit, error, ct);

        var text = new StringBuilder(words.Html("webhook", ("url", webhook.Url), ("state", State(words, webhook))));
        text.Append("\n\n").Append(words.Html(sent.Items.Count == 0 ? "webhook.unsent" : "webhook.sent"));
        foreach (var delivery in sent.Items)
        {
            text.Append('\n')
                .Append(
                    words.Html(
                        "webhook.delivery",
                        ("mark", Mark(delivery)),
                        ("at", ScreenText.At(delivery.CreatedAt)),
                        ("type", delivery.Event.Name()),
                        (
                            "result",
                            delivery.LastError ?? delivery.LastStatus?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? ""
                        )
                    )
                );
        }

        return After(
            visit,
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

    private async Task<Screen> TestAsync(ChatContext visit, WebhookId id, CancellationToken ct) =>
        await OpenAsync(visit, id, (await test.HandleAsync(visit.Customer.Id, id, ct)).Error, ct);

    private async Task<Screen> SwitchOnAsync(ChatContext visit, WebhookId id, CancellationToken ct) =>
        await OpenAsync(visit, id, (await change.HandleAsync(new ChangeWebhook(visit.Customer.Id, id, IsOn: true), ct)).Error, ct);

    private async Task<Screen> RotateAsync(ChatContext visit, WebhookId id, string nonce, CancellationToken ct)
    {
        var rotated = await rotate.HandleAsync(visit.Customer.Id, id, nonce, ct);
        if (!rotated.TryGet(out var webhook, out var error))
            return await OpenAsync(visit, id, error, ct);
        var until = webhook.Webhook.OldSecretUntil!.Value;
        return Secret(
            visit,
            visit.Words.Html("webhook.rotated", ("url", webhook.Webhook.Url), ("secret", webhook.Secret), ("until", ScreenText.At(until))),
            webhook
        );
    }

    private async Task<Screen> AskRemoveAsync(ChatContext visit, WebhookId id, CancellationToken ct)
    {
        if (!(await read.HandleAsync(visit.Customer.Id, id, ct)).TryGet(out var webhook, out var error))
            return await ListAsync(visit, error, ct);
        return new Screen(
            visit.Words.Html("webhook.askremove", ("url", webhook.Url)),
            [
                new Button.Tap(visit.Words.Label("button.keep"), new Callback.Webhook(id)),
                new Button.Tap(visit.Words.Label("webhook.doremove"), new Callback.RemoveWebhook(id)),
            ]
        );
    }

    private async Task<Screen> RemoveAsync(ChatContext visit, WebhookId id, CancellationToken ct) =>
        await ListAsync(visit, (await remove.HandleAsync(visit.Customer.Id, id, ct)).Error, ct);

    private async Task<Screen> ListAsync(ChatContext visit, Error? error, CancellationToken ct) =>
        After(visit, error, await ListAsync(visit, ct));

    private static Screen After(ChatContext visit, Error? error, Screen screen) =>
        error is null ? screen : screen with { Html = $"{ErrorTexts.Of(visit.Words, error)}\n\n{screen.Html}" };

    private static Screen Secret(ChatContext visit, string html, MadeWebhook made) =>
        new(
            html,
            [new Button.Copy(visit.Words.Label("webhook.copy"), made.Secret)],
            [Navigation.Back(visit.Words, new Callback.Webhook(made.Webhook.Id))]
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
