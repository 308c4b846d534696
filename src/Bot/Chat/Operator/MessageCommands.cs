using System.Text;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Views.Operator;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Operator;

/// <summary>The messages that belong to nobody: the list, and what an operator decides on each.</summary>
internal sealed class MessageCommands(ListUnmatchedMessagesHandler read, AssignMessageHandler handOver, DismissMessageHandler dismiss)
    : IChatFeature
{
    private const int PageSize = 5;
    private const int ShownText = 400;
    private const int ShownSender = 40;

    public void Map(Routes routes) =>
        routes
            .Operators.Tap<Callback.AdminMessages>((visit, list, ct) => ListAsync(visit, list.Page, ct))
            .Tap<Callback.AdminMessage>((visit, message, ct) => OpenAsync(visit, message.Id, ct))
            .Tap<Callback.AdminAskHandOver>(AskHandOverAsync)
            .Tap<Callback.AdminHandOver>(HandOverAsync)
            .Tap<Callback.AdminAskDismiss>((visit, message, ct) => AskDismissAsync(visit, message.Id, ct))
            .Tap<Callback.AdminDismiss>((visit, message, ct) => DismissAsync(visit, message.Id, ct));

    public async Task<Screen> ListAsync(ChatContext visit, int page, CancellationToken ct)
    {
        var words = visit.Words;
        var found = await read.PageAsync(Math.Max(page, 0), PageSize, visit.Operator, ct);
        if (found.Total == 0)
            return new Screen(words.Html("unmatched.empty"), AdminScreens.Back(visit));

        var text = new StringBuilder(words.Html("unmatched.list", ("total", found.Total)));
        var rows = new List<IReadOnlyList<Button>>();
        foreach (var message in found.Messages)
        {
            text.Append("\n\n").Append(Describe(visit, message));
            rows.Add([new Button.Tap($"➡ {PhoneOf(visit, message)}", new Callback.AdminMessage(message.Id)), Dismiss(visit, message.Id)]);
        }

        var pages = (found.Total + PageSize - 1) / PageSize;
        if (pages > 1)
            rows.Add(Navigation.Pages(Math.Clamp(page, 0, pages - 1), pages, to => new Callback.AdminMessages(to)));
        rows.Add(AdminScreens.Back(visit));
        return new Screen(text.ToString(), [.. rows]);
    }

    /// <summary>One message, with the orders whose it may be.</summary>
    private async Task<Screen> OpenAsync(ChatContext visit, MessageId id, CancellationToken ct)
    {
        var words = visit.Words;
        if (!(await read.HandleAsync(id, visit.Operator, ct)).TryGet(out var found, out var error))
            return Failed(visit, error);

        var text = new StringBuilder(Describe(visit, found.Message))
            .Append("\n\n")
            .Append(
                words.Html(
                    found.Message.Phone.Length == 0 ? "unmatched.nonumber"
                    : found.Owners.Count == 0 ? "unmatched.noowner"
                    : "unmatched.whose"
                )
            );
        var rows = new List<IReadOnlyList<Button>>();
        foreach (var owner in found.Owners)
        {
            var (order, name) = (owner.Order, CustomerCommands.NameOf(owner.Buyer));
            text.Append("\n\n")
                .Append(
                    words.Html(
                        "unmatched.owner",
                        ("order", order.Id),
                        ("service", order.ServiceName),
                        ("status", ErrorTexts.Status(words, order.Status)),
                        ("at", ScreenText.At(order.CreatedAt)),
                        ("customer", name)
                    )
                );
            if (!owner.CanTake)
                text.Append('\n').Append(words.Html(owner.HeldNumber ? "unmatched.paidback" : "unmatched.notheirs"));
            else
                rows.Add([new Button.Tap($"➡ {name} · {order.ServiceName}", new Callback.AdminAskHandOver(id, order.Id))]);
        }

        rows.Add([Navigation.Back(words, new Callback.AdminMessages(0)), Dismiss(visit, id)]);
        return new Screen(text.ToString(), [.. rows]);
    }

    private async Task<Screen> AskHandOverAsync(ChatContext visit, Callback.AdminAskHandOver ask, CancellationToken ct)
    {
        var words = visit.Words;
        if (!(await read.HandleAsync(ask.Message, visit.Operator, ct)).TryGet(out var found, out var error))
            return Failed(visit, error);
        if (found.Owners.FirstOrDefault(owner => owner.Order.Id == ask.To) is not { CanTake: true, Order: var order, Buyer: var buyer })
            return await OpenAsync(visit, ask.Message, ct);

        return new Screen(
            words.Html("unmatched.ask", ("customer", CustomerCommands.NameOf(buyer)), ("service", order.ServiceName), ("order", order.Id))
                + "\n\n"
                + Describe(visit, found.Message),
            [
                new Button.Tap(words.Label("button.keep"), new Callback.AdminMessage(ask.Message)),
                new Button.Tap(words.Label("unmatched.do"), new Callback.AdminHandOver(ask.Message, ask.To)),
            ]
        );
    }

    private async Task<Screen> HandOverAsync(ChatContext visit, Callback.AdminHandOver command, CancellationToken ct) =>
        (await handOver.HandleAsync(new AssignMessage(command.Message, command.To, visit.Operator), ct)).Match(
            reception => new Screen(
                visit.Words.Html(reception == Reception.CodeDelivered ? "unmatched.code" : "unmatched.text", ("order", command.To)),
                Back(visit)
            ),
            error => Failed(visit, error)
        );

    private async Task<Screen> AskDismissAsync(ChatContext visit, MessageId id, CancellationToken ct) =>
        (await read.HandleAsync(id, visit.Operator, ct)).Match(
            found => new Screen(
                visit.Words.Html("unmatched.askdismiss") + "\n\n" + Describe(visit, found.Message),
                [
                    new Button.Tap(visit.Words.Label("button.keep"), new Callback.AdminMessages(0)),
                    new Button.Tap(visit.Words.Label("unmatched.dodismiss"), new Callback.AdminDismiss(id)),
                ]
            ),
            error => Failed(visit, error)
        );

    /// <summary>The list follows, as it is without it.</summary>
    private async Task<Screen> DismissAsync(ChatContext visit, MessageId id, CancellationToken ct) =>
        (await dismiss.HandleAsync(new DismissMessage(id, visit.Operator), ct)).TryGet(out _, out var error)
            ? await ListAsync(visit, 0, ct)
            : Failed(visit, error);

    private static Screen Failed(ChatContext visit, Error error) =>
        new(
            error is Error.WrongStatus gone
                ? visit.Words.Html("unmatched.refused", ("order", gone.Order), ("status", ErrorTexts.Status(visit.Words, gone.Status)))
                : ErrorTexts.Of(visit.Words, error),
            Back(visit)
        );

    private static string Describe(ChatContext visit, UnmatchedMessage message) =>
        visit.Words.Html(
            "unmatched.message",
            ("phone", PhoneOf(visit, message)),
            ("sender", message.Sender.Length == 0 ? "—" : ScreenText.Cut(message.Sender, ShownSender)),
            ("at", ScreenText.At(message.ReceivedAt)),
            ("text", ScreenText.Cut(message.Text, ShownText))
        );

    private static string PhoneOf(ChatContext visit, UnmatchedMessage message) =>
        message.Phone.Length == 0 ? visit.Words.Label("unmatched.unknown") : message.Phone;

    private static Button.Tap Dismiss(ChatContext visit, MessageId id) =>
        new(visit.Words.Label("unmatched.dismiss"), new Callback.AdminAskDismiss(id));

    private static IReadOnlyList<Button> Back(ChatContext visit) =>
        [new Button.Tap(visit.Words.Label("admin.messages"), new Callback.AdminMessages(0)), .. AdminScreens.Back(visit)];
}
