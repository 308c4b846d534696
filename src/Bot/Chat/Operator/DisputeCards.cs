using XthonBot.Bot.Callbacks;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Views.Operator;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Operator;

/// <summary>A disputed code as operators see it: the order, the whole text, and the decision.</summary>
internal sealed class DisputeCards(ListDisputesHandler disputes, FindCustomerHandler customers)
{
    private const string Operator = "operator:";
    private const int ShownText = 2000;
    private const int ShownSender = 40;

    /// <summary>For the message that every operator is sent.</summary>
    public async Task<Screen> CardAsync(Words words, OrderId order, CancellationToken ct) =>
        (await disputes.HandleAsync(order, ct)).TryGet(out var dispute, out var error)
            ? await CardAsync(words, dispute, ct)
            : new Screen(ErrorTexts.Of(words, error));

    public async Task<Screen> CardAsync(Words words, DisputeView dispute, CancellationToken ct)
    {
        var order = dispute.Order;
        var text = words.Html(
            "dispute.card",
            ("customer", CustomerCommands.NameOf(dispute.Buyer)),
            ("phone", order.Phone ?? "…"),
            ("service", order.ServiceName),
            ("price", ScreenText.Dollars(order.Price)),
            ("id", order.Id),
            ("at", LocalTime.At(order.CreatedAt)),
            ("code", dispute.Code ?? "—"),
            ("sender", dispute.Sender is { Length: > 0 } sender ? ScreenText.Cut(sender, ShownSender) : "—"),
            ("text", ScreenText.Cut(dispute.Text ?? "—", ShownText)),
            ("state", new Markup(await StateAsync(words, dispute, ct)))
        );
        var customer = new Button.Tap($"👤 {CustomerCommands.NameOf(dispute.Buyer)}", new Callback.AdminCustomer(dispute.Buyer.Id));
        var list = new Button.Tap(words.Label("admin.disputes"), new Callback.AdminDisputes(0));
        return dispute.State == DisputeState.Open
            ? new Screen(
                text,
                [
                    new Button.Tap(words.Label("dispute.reject"), new Callback.AdminJudgeDispute(order.Id, false)),
                    new Button.Tap(words.Label("dispute.refund"), new Callback.AdminJudgeDispute(order.Id, true)),
                ],
                [customer, list]
            )
            : new Screen(text, [customer, list]);
    }

    private async Task<string> StateAsync(Words words, DisputeView dispute, CancellationToken ct) =>
        dispute.State switch
        {
            DisputeState.Open => words.Html("dispute.open"),
            DisputeState.Accepted => words.Html("dispute.accepted", ("who", await NameAsync(dispute.DecidedBy, ct))),
            _ => words.Html("dispute.rejected", ("who", await NameAsync(dispute.DecidedBy, ct))),
        };

    private async Task<string> NameAsync(string? by, CancellationToken ct)
    {
        var id = by?.StartsWith(Operator, StringComparison.Ordinal) == true ? by[Operator.Length..] : by ?? "—";
        return (await customers.HandleAsync(id, ct)).TryGet(out var who, out _) ? CustomerCommands.NameOf(who) : id;
    }
}
