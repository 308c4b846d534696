using System.Text;
using XthonBot.Bot.Callbacks;
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
    MessageCommands messages
) : IChatFeature
{
    public void Map(Routes routes) =>
        routes
            .Operators.Command("/sms", SmsAsync)
            .Command("/find", (visit, what, ct) => what.Length == 0 ? messages.ListAsync(visit, 0, ct) : FindAsync(visit, what, ct))
            .Command("/refund", (visit, rest, ct) => RefundAsync(visit, rest, ct))
            .Tap<Callback.AdminAskRefund>((visit, order, ct) => AskRefundAsync(visit, order.Id, ct))
            .Tap<Callback.AdminRefund>((visit, order, ct) => RefundAsync(visit, order.Id, null, ct));

    public async Task<Screen> SmsAsync(ChatContext visit, string rest, CancellationToken ct)
    {
        if (PhoneNumber.Parse(rest).IsOk || CommandText.Next(rest).Tail.Length == 0)
            return CommandText.Usage(visit, "sms");
        if (!(await leading.HandleAsync(rest, ct)).TryGet(out var read, out var error))
            return CommandText.Usage(visit, "sms", ErrorTexts.Of(visit.Words, error));

        var reception = await receive.HandleAsync(
            new ReceiveMessage("operator", visit.Cause("sms"), "SMS", read.Number, read.Tail, null, visit.Operator),
            ct
        );
        return new Screen(
            visit.Words.Html("sms." + reception.ToString().ToLowerInvariant(), ("phone", read.Number)),
            AdminScreens.Back(visit)
        );
    }

    public async Task<Screen> FindAsync(ChatContext visit, string what, CancellationToken ct)
    {
        var words = visit.Words;
        var found = await find.HandleAsync(what, visit.Operator, ct);
        if (found.IsEmpty)
            return new Screen(words.Html("find.nothing", ("what", ScreenText.Cut(what, 100))), AdminScreens.Back(visit));

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
                        ("at", ScreenText.At(order.CreatedAt)),
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
                        ("at", ScreenText.At(message.ReceivedAt)),
                        ("text", ScreenText.Cut(message.Text ?? "—", 300))
                    )
                );
        }

        rows.Add(AdminScreens.Back(visit));
        return new Screen(text.ToString(), [.. rows]);
    }

    public async Task<Screen> RefundAsync(ChatContext visit, string rest, CancellationToken ct)
    {
        var (idText, reason) = CommandText.Next(rest);
        return OrderId.TryParse(idText, out var id)
            ? await RefundAsync(visit, id, CommandText.Reason(reason), ct)
            : CommandText.Usage(visit, "refund");
    }

    private async Task<Screen> RefundAsync(ChatContext visit, OrderId id, string? reason, CancellationToken ct)
    {
        if (!(await refund.HandleAsync(new RefundOrder(id, visit.Operator, reason), ct)).TryGet(out var money, out var error))
            return new Screen(ErrorTexts.Of(visit.Words, error), AdminScreens.Back(visit))
            {
                Wrong = error is Error.NotFound ? ErrorTexts.Of(visit.Words, error) : null,
            };
        var buyer = await find.OwnerOfAsync(id, ct) ?? throw new InvalidOperationException("An order has no customer.");
        return new Screen(
            visit.Words.Html(
                "refund.done",
                ("amount", ScreenText.Dollars(money)),
                ("order", id),
                ("customer", CustomerCommands.NameOf(buyer))
            ),
            AdminScreens.Back(visit)
        );
    }

    private async Task<Screen> AskRefundAsync(ChatContext visit, OrderId id, CancellationToken ct)
    {
        var words = visit.Words;
        return (await find.HandleAsync(id.ToString(), visit.Operator, ct)).Orders is [{ Order: var order }] && CanBeRefunded(order)
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
            : new Screen(words.Html("refund.cannot", ("order", id)), AdminScreens.Back(visit));
    }

    private static bool CanBeRefunded(OrderView order) => order.Status is OrderStatus.Pending or OrderStatus.Succeeded;
}
