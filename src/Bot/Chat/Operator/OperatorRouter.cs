using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Questions;
using XthonBot.Bot.Telegram;
using XthonBot.Core.Modules.Ledger;

namespace XthonBot.Bot.Chat.Operator;

/// <summary>The operator's part of the chat. Called for operators alone: to anybody else none of this exists.</summary>
internal sealed class OperatorRouter(
    AdminScreens admin, ServiceCommand service, StockCommand stock, CustomerCommands customers, OrderCommands orders, MessageCommands messages,
    SuppliersCommand suppliers, FailedCommand failed, StatsCommand stats, QuestionScreens questions, LongWork longWork)
{
    /// <returns>Null where it is nothing of the operator's.</returns>
    public async Task<Screen?> RouteAsync(ChatContext visit, ChatEvent happened, Callback? callback, CancellationToken ct) => happened switch
    {
        ChatEvent.Tapped when callback is not null => await TapAsync(visit, callback, ct),
        ChatEvent.Text { Command: { } command } text => await CommandAsync(visit, command, text.Rest, ct),
        ChatEvent.Uploaded file => File(visit, file),
        _ => null,
    };

    private async Task<Screen?> CommandAsync(ChatContext visit, string command, string rest, CancellationToken ct) => command switch
    {
        "/admin" => admin.Menu(visit),
        "/service" => await service.HandleAsync(visit, rest, ct),
        "/stock" => await stock.HandleAsync(visit, rest, ct),
        "/credit" => await customers.MoveMoneyAsync(visit, Direction.Credit, rest, ct),
        "/debit" => await customers.MoveMoneyAsync(visit, Direction.Debit, rest, ct),
        "/bonus" => await customers.BonusAsync(visit, rest, ct),
        "/ban" => await customers.BanAsync(visit, rest, ct),
        "/unban" => await customers.UnbanAsync(visit, rest, ct),
        "/sms" => await orders.SmsAsync(visit, rest, ct),
        "/find" when rest.Length == 0 => await messages.ListAsync(visit, 0, ct),
        "/find" => await orders.FindAsync(visit, rest, ct),
        "/refund" => await orders.RefundAsync(visit, rest, ct),
        "/suppliers" => await suppliers.HandleAsync(visit, rest, ct),
        "/failed" => await failed.HandleAsync(visit, rest, ct),
        "/stats" => await stats.HandleAsync(visit, rest, ct),
        _ => null,
    };

    private async Task<Screen?> TapAsync(ChatContext visit, Callback callback, CancellationToken ct) => callback switch
    {
        Callback.Admin => admin.Menu(visit),
        Callback.AdminServices list => await service.ListAsync(visit, list.Page, ct),
        Callback.AdminService one => await service.OpenAsync(visit, one.Id, ct),
        Callback.AdminPause pause => await service.PauseAsync(visit, pause.Id, pause.Pause, ct),
        Callback.AdminStats days => await stats.ShowAsync(visit, days.Days, ct),
        Callback.AdminAsk ask => await questions.AskAsync(visit, ask.Kind, ct),
        Callback.AdminAskCustomer ask => await questions.AskAsync(visit, ask.Kind, ask.Id, ct),
        Callback.AdminAskService ask => await questions.AskAsync(visit, ask.Kind, ask.Id, ct),
        Callback.AdminCustomer customer => await customers.OpenAsync(visit, customer.Id, ct),
        Callback.AdminUnban customer => await customers.UnbanAsync(visit, customer.Id, ct),
        Callback.AdminAskRefund order => await orders.AskRefundAsync(visit, order.Id, ct),
        Callback.AdminRefund order => await orders.RefundAsync(visit, order.Id, null, ct),
        Callback.AdminSuppliers => await suppliers.ShowAsync(visit, ct),
        Callback.AdminSettle debt => await suppliers.SettleAsync(visit, debt.Id, ct),
        Callback.AdminFailed list => await failed.ListAsync(visit, list.Page, ct),
        Callback.AdminRetry letter => await failed.RetryAsync(visit, letter.Id, ct),
        Callback.AdminAskPutAside letter => failed.AskPutAside(visit, letter.Id),
        Callback.AdminPutAside letter => await failed.PutAsideAsync(visit, letter.Id, ct),
        Callback.AdminMessages list => await messages.ListAsync(visit, list.Page, ct),
        Callback.AdminMessage message => await messages.OpenAsync(visit, message.Id, ct),
        Callback.AdminAskHandOver hand => await messages.AskHandOverAsync(visit, hand, ct),
        Callback.AdminHandOver hand => await messages.HandOverAsync(visit, hand, ct),
        Callback.AdminAskDismiss message => await messages.AskDismissAsync(visit, message.Id, ct),
        Callback.AdminDismiss message => await messages.DismissAsync(visit, message.Id, ct),
        Callback.StopWork work => await longWork.StopAsync(visit.Source, work.Turn, visit.Customer.TelegramId, ct) ? Screen.Nothing : admin.Menu(visit) with { AsNew = true },
        _ => null,
    };

    // The caption of a file is its operator's own.
    private Screen File(ChatContext visit, ChatEvent.Uploaded file)
    {
        var caption = ChatEvent.Read(file.Caption.Trim());
        var (code, more) = AdminScreens.Next(caption.Rest);
        return caption.Command == "/stock" && code.Length > 0 && more.Length == 0
            ? stock.File(visit, code, file, (problem, _) => Task.FromResult(new Screen(problem)))
            : AdminScreens.Usage(visit, "stock");
    }
}
