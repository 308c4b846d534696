using System.Text;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Payments;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Views.Operator;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Operator;

/// <summary>An operator's actions on orders and messages: show, assign, refund.</summary>
internal sealed class OrderCommands(
    FindAnythingHandler find,
    ReadLeadingNumberHandler leading,
    ReceiveMessageHandler receive,
    RefundOrderHandler refund,
    MessageCommands messages,
    PaymentWords ways
) : IChatFeature
{
    public void Map(Routes routes) =>
        routes
            .Operators.Command("/sms", SmsAsync)
            .Command("/find", (chat, what, ct) => what.Length == 0 ? messages.ListAsync(chat, 0, ct) : FindAsync(chat, what, ct))
            .Command("/refund", (chat, rest, ct) => RefundAsync(chat, rest, ct))
            .Tap<Callback.AdminAskRefund>((chat, order, ct) => AskRefundAsync(chat, order.Id, ct))
            .Tap<Callback.AdminRefund>((chat, order, ct) => RefundAsync(chat, order.Id, null, ct));

    public async Task<Screen> SmsAsync(ChatContext chat, string rest, CancellationToken ct)
    {
        if (PhoneNumber.Parse(rest).IsOk || CommandText.Next(rest).Tail.Length == 0)
            return CommandText.Usage(chat, "sms");
        if (!(await leading.HandleAsync(rest, ct)).TryGet(out var read, out var error))
            return CommandText.Usage(chat, "sms", ErrorTexts.Of(chat.Words, error));

        var reception = await receive.HandleAsync(
            new ReceiveMessage("operator", chat.Cause("sms"), "SMS", read.Number, read.Tail, null, chat.Operator),
            ct
        );
        return new Screen(
            chat.Words.Html("sms." + reception.ToString().ToLowerInvariant(), ("phone", read.Number)),
            AdminScreens.Back(chat)
        );
    }

    public async Task<Screen> FindAsync(ChatContext chat, string what, CancellationToken ct)
    {
        var words = chat.Words;
        var found = await find.HandleAsync(what, chat.Operator, ct);
        if (found.IsEmpty)
            return new Screen(words.Html("find.nothing", ("what", ScreenText.Cut(what, 100))), AdminScreens.Back(chat));

        var text = new StringBuilder(words.Html("find.title", ("what", ScreenText.Cut(what, 100))));
        var rows = new List<IReadOnlyList<Button>>();
        foreach (var customer in found.Customers)
        {
            text.Append("\n\n")
                .Append(
                    words.Html(
                        "find.customer",
                        ("customer", CustomerCommands.NameOf(customer)),
                        ("name", CustomerCommands.Called(customer)),
                        ("balance", ScreenText.Dollars(customer.Balance))
                    )
                );
            rows.Add([new Button.Tap($"👤 {CustomerCommands.NameOf(customer)}", new Callback.AdminCustomer(customer.Id))]);
        }

        foreach (var number in found.Numbers)
            text.Append("\n\n")
                .Append(
                    words.Html(
                        "find.number",
                        ("phone", number.Phone),
                        ("service", number.ServiceName),
                        ("code", number.ServiceCode),
                        ("status", words.Label("number." + number.Status.ToString().ToLowerInvariant()))
                    )
                );
        foreach (var (order, buyer) in found.Orders)
        {
            text.Append("\n\n")
                .Append(
                    words.Html(
                        "find.order",
                        ("id", order.Id),
                        ("phone", order.Phone ?? "…"),
                        ("service", order.ServiceName),
                        ("price", ScreenText.Dollars(order.Price)),
                        ("status", ErrorTexts.Status(words, order.Status)),
                        ("at", LocalTime.At(order.CreatedAt)),
                        ("customer", CustomerCommands.NameOf(buyer))
                    )
                );
            rows.Add(
                CanBeRefunded(order)
                    ?
                    [
                        new Button.Tap($"👤 {CustomerCommands.NameOf(buyer)}", new Callback.AdminCustomer(buyer.Id)),
                        new Button.Tap($"↩ {order.Phone ?? "…"}", new Callback.AdminAskRefund(order.Id)),
                    ]
                    : [new Button.Tap($"👤 {CustomerCommands.NameOf(buyer)}", new Callback.AdminCustomer(buyer.Id))]
            );
        }

        foreach (var (payment, payer) in found.Payments)
        {
            text.Append("\n\n")
                .Append(
                    words.Html(
                        "find.payment",
                        ("id", payment.Id),
                        ("amount", ScreenText.Dollars(payment.Amount)),
                        ("way", ways.Title(words, payment)),
                        ("state", PaymentWords.State(words, payment)),
                        ("at", LocalTime.At(payment.CreatedAt)),
                        ("customer", CustomerCommands.NameOf(payer))
                    )
                );
            rows.Add([
                new Button.Tap($"👤 {CustomerCommands.NameOf(payer)}", new Callback.AdminCustomer(payer.Id)),
                new Button.Tap($"💳 {ScreenText.Dollars(payment.Amount)}", new Callback.AdminPayment(payment.Id)),
            ]);
        }

        foreach (var message in found.Messages.Where(m => !m.Matched))
        {
            if (message.Text is not null)
                rows.Add([
                    new Button.Tap($"✉️ {message.Phone} · {ScreenText.Clock(message.ReceivedAt)}", new Callback.AdminMessage(message.Id)),
                ]);
            text.Append("\n\n")
                .Append(
                    words.Html(
                        "find.message",
                        ("sender", message.Sender),
                        ("at", LocalTime.At(message.ReceivedAt)),
                        ("text", ScreenText.Cut(message.Text ?? "—", 300))
                    )
                );
        }

        rows.Add(AdminScreens.Back(chat));
        return new Screen(text.ToString(), [.. rows]);
    }

    public async Task<Screen> RefundAsync(ChatContext chat, string rest, CancellationToken ct)
    {
        var (idText, reason) = CommandText.Next(rest);
        return OrderId.TryParse(idText, out var id)
            ? await RefundAsync(chat, id, CommandText.Reason(reason), ct)
            : CommandText.Usage(chat, "refund");
    }

    private async Task<Screen> RefundAsync(ChatContext chat, OrderId id, string? reason, CancellationToken ct)
    {
        if (!(await refund.HandleAsync(new RefundOrder(id, chat.Operator, reason), ct)).TryGet(out var money, out var error))
            return new Screen(ErrorTexts.Of(chat.Words, error), AdminScreens.Back(chat))
            {
                Wrong = error is Error.NotFound ? ErrorTexts.Of(chat.Words, error) : null,
            };
        var buyer = await find.OwnerOfAsync(id, ct) ?? throw new InvalidOperationException("An order has no customer.");
        return new Screen(
            chat.Words.Html(
                "refund.done",
                ("amount", ScreenText.Dollars(money)),
                ("order", id),
                ("customer", CustomerCommands.NameOf(buyer))
            ),
            AdminScreens.Back(chat)
        );
    }

    private async Task<Screen> AskRefundAsync(ChatContext chat, OrderId id, CancellationToken ct)
    {
        var words = chat.Words;
        return (await find.HandleAsync(id.ToString(), chat.Operator, ct)).Orders is [{ Order: var order }] && CanBeRefunded(order)
            ? new Screen(
                words.Html(
                    "refund.ask",
                    ("amount", ScreenText.Dollars(order.Price)),
                    ("phone", order.Phone ?? "…"),
                    ("service", order.ServiceName),
                    ("order", id)
                ),
                [
                    new Button.Tap(words.Label("button.keep"), new Callback.Admin()),
                    new Button.Tap(words.Label("refund.do"), new Callback.AdminRefund(id)),
                ]
            )
            : new Screen(words.Html("refund.cannot", ("order", id)), AdminScreens.Back(chat));
    }

    private static bool CanBeRefunded(OrderView order) => order.Status is OrderStatus.Pending or OrderStatus.Succeeded;
}
