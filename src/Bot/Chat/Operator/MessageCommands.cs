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
            .Operators.Tap<Callback.AdminMessages>((chat, list, ct) => ListAsync(chat, list.Page, ct))
            .Tap<Callback.AdminMessage>((chat, message, ct) => OpenAsync(chat, message.Id, ct))
            .Tap<Callback.AdminAskAssign>(AskAssignAsync)
            .Tap<Callback.AdminAssign>(AssignAsync)
            .Tap<Callback.AdminAskDismiss>((chat, message, ct) => AskDismissAsync(chat, message.Id, ct))
            .Tap<Callback.AdminDismiss>((chat, message, ct) => DismissAsync(chat, message.Id, ct));

    public async Task<Screen> ListAsync(ChatContext chat, int page, CancellationToken ct)
    {
        var words = chat.Words;
        var found = await read.PageAsync(Math.Max(page, 0), PageSize, chat.Operator, ct);
        if (found.Total == 0)
            return new Screen(words.Html("unmatched.empty"), AdminScreens.Back(chat));

        var text = new StringBuilder(words.Html("unmatched.list", ("total", found.Total)));
        var rows = new List<IReadOnlyList<Button>>();
        foreach (var message in found.Messages)
        {
            text.Append("\n\n").Append(Describe(chat, message));
            rows.Add([new Button.Tap($"➡ {PhoneOf(chat, message)}", new Callback.AdminMessage(message.Id)), Dismiss(chat, message.Id)]);
        }

        var pages = (found.Total + PageSize - 1) / PageSize;
        if (pages > 1)
            rows.Add(Navigation.Pages(Math.Clamp(page, 0, pages - 1), pages, to => new Callback.AdminMessages(to)));
        rows.Add(AdminScreens.Back(chat));
        return new Screen(text.ToString(), [.. rows]);
    }

    /// <summary>One message, with the orders whose it may be.</summary>
    private async Task<Screen> OpenAsync(ChatContext chat, MessageId id, CancellationToken ct)
    {
        var words = chat.Words;
        if (!(await read.HandleAsync(id, chat.Operator, ct)).TryGet(out var found, out var error))
            return Failed(chat, error);

        var text = new StringBuilder(Describe(chat, found.Message))
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
                        ("at", LocalTime.At(order.CreatedAt)),
                        ("customer", name)
                    )
                );
            if (!owner.CanTake)
                text.Append('\n').Append(words.Html(owner.HeldNumber ? "unmatched.paidback" : "unmatched.notheirs"));
            else
                rows.Add([new Button.Tap($"➡ {name} · {order.ServiceName}", new Callback.AdminAskAssign(id, order.Id))]);
        }

        rows.Add([Navigation.Back(words, new Callback.AdminMessages(0)), Dismiss(chat, id)]);
        return new Screen(text.ToString(), [.. rows]);
    }

    private async Task<Screen> AskAssignAsync(ChatContext chat, Callback.AdminAskAssign ask, CancellationToken ct)
    {
        var words = chat.Words;
        if (!(await read.HandleAsync(ask.Message, chat.Operator, ct)).TryGet(out var found, out var error))
            return Failed(chat, error);
        if (found.Owners.FirstOrDefault(owner => owner.Order.Id == ask.To) is not { CanTake: true, Order: var order, Buyer: var buyer })
            return await OpenAsync(chat, ask.Message, ct);

        return new Screen(
            words.Html("unmatched.ask", ("customer", CustomerCommands.NameOf(buyer)), ("service", order.ServiceName), ("order", order.Id))
                + "\n\n"
                + Describe(chat, found.Message),
            [
                new Button.Tap(words.Label("button.keep"), new Callback.AdminMessage(ask.Message)),
                new Button.Tap(words.Label("unmatched.do"), new Callback.AdminAssign(ask.Message, ask.To)),
            ]
        );
    }

    private async Task<Screen> AssignAsync(ChatContext chat, Callback.AdminAssign command, CancellationToken ct) =>
        (await handOver.HandleAsync(new AssignMessage(command.Message, command.To, chat.Operator), ct)).Match(
            reception => new Screen(
                chat.Words.Html(reception == Reception.CodeDelivered ? "unmatched.code" : "unmatched.text", ("order", command.To)),
                Back(chat)
            ),
            error => Failed(chat, error)
        );

    private async Task<Screen> AskDismissAsync(ChatContext chat, MessageId id, CancellationToken ct) =>
        (await read.HandleAsync(id, chat.Operator, ct)).Match(
            found => new Screen(
                chat.Words.Html("unmatched.askdismiss") + "\n\n" + Describe(chat, found.Message),
                [
                    new Button.Tap(chat.Words.Label("button.keep"), new Callback.AdminMessages(0)),
                    new Button.Tap(chat.Words.Label("unmatched.dodismiss"), new Callback.AdminDismiss(id)),
                ]
            ),
            error => Failed(chat, error)
        );

    /// <summary>The list follows, without this message.</summary>
    private async Task<Screen> DismissAsync(ChatContext chat, MessageId id, CancellationToken ct) =>
        (await dismiss.HandleAsync(new DismissMessage(id, chat.Operator), ct)).TryGet(out _, out var error)
            ? await ListAsync(chat, 0, ct)
            : Failed(chat, error);

    private static Screen Failed(ChatContext chat, Error error) =>
        new(
            error is Error.WrongStatus gone
                ? chat.Words.Html("unmatched.refused", ("order", gone.Order), ("status", ErrorTexts.Status(chat.Words, gone.Status)))
                : ErrorTexts.Of(chat.Words, error),
            Back(chat)
        );

    private static string Describe(ChatContext chat, UnmatchedMessage message) =>
        chat.Words.Html(
            "unmatched.message",
            ("phone", PhoneOf(chat, message)),
            ("sender", message.Sender.Length == 0 ? "—" : ScreenText.Cut(message.Sender, ShownSender)),
            ("at", LocalTime.At(message.ReceivedAt)),
            ("text", ScreenText.Cut(message.Text, ShownText))
        );

    private static string PhoneOf(ChatContext chat, UnmatchedMessage message) =>
        message.Phone.Length == 0 ? chat.Words.Label("unmatched.unknown") : message.Phone;

    private static Button.Tap Dismiss(ChatContext chat, MessageId id) =>
        new(chat.Words.Label("unmatched.dismiss"), new Callback.AdminAskDismiss(id));

    private static IReadOnlyList<Button> Back(ChatContext chat) =>
        [new Button.Tap(chat.Words.Label("admin.messages"), new Callback.AdminMessages(0)), .. AdminScreens.Back(chat)];
}
