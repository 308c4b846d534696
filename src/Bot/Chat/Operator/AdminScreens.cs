using Microsoft.Extensions.Options;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Bot.Telegram;
using XthonBot.Core.Foundation.Settings;
using XthonBot.Core.Modules.Questions;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Operator;

/// <summary>The operator's menu, and the way back to it.</summary>
internal sealed class AdminScreens(LongWork longWork, IOptions<StoreIdentity> store) : IChatFeature
{
    public void Map(Routes routes) => routes.Operators.Command("/admin", Menu).Tap<Callback.Admin>(Menu).Tap<Callback.StopWork>(StopAsync);

    private Screen Menu(ChatContext chat)
    {
        var words = chat.Words;
        return new Screen(
            store.Value.Contact.Length > 0 ? words.Html("admin.menu") : $"{words.Html("admin.menu")}\n\n{words.Html("operator.nocontact")}",
            [
                new Button.Tap(words.Label("admin.services"), new Callback.AdminServices(0)),
                new Button.Tap(words.Label("admin.addservice"), new Callback.AdminAsk(QuestionKind.NewService)),
            ],
            [
                new Button.Tap(words.Label("admin.credit"), new Callback.AdminAsk(QuestionKind.Credit)),
                new Button.Tap(words.Label("admin.debit"), new Callback.AdminAsk(QuestionKind.Debit)),
            ],
            [
                new Button.Tap(words.Label("admin.bonus"), new Callback.AdminAsk(QuestionKind.Bonus)),
                new Button.Tap(words.Label("admin.sms"), new Callback.AdminAsk(QuestionKind.Sms)),
            ],
            [
                new Button.Tap(words.Label("admin.find"), new Callback.AdminAsk(QuestionKind.Find)),
                new Button.Tap(words.Label("admin.refund"), new Callback.AdminAsk(QuestionKind.Refund)),
            ],
            [
                new Button.Tap(words.Label("admin.ban"), new Callback.AdminAsk(QuestionKind.Ban)),
                new Button.Tap(words.Label("admin.unban"), new Callback.AdminAsk(QuestionKind.Unban)),
            ],
            [
                new Button.Tap(words.Label("admin.messages"), new Callback.AdminMessages(0)),
                new Button.Tap(words.Label("admin.suppliers"), new Callback.AdminSuppliers()),
            ],
            [
                new Button.Tap(words.Label("admin.failed"), new Callback.AdminFailed(0)),
                new Button.Tap(words.Label("admin.stats"), new Callback.AdminStats(7)),
            ],
            [
                new Button.Tap(words.Label("admin.payments"), new Callback.AdminPayments(PaymentsFilter.ToDecide, default)),
                new Button.Tap(words.Label("admin.disputes"), new Callback.AdminDisputes(0)),
            ],
            [Navigation.Home(words)]
        );
    }

    private async Task<Screen> StopAsync(ChatContext chat, Callback.StopWork work, CancellationToken ct) =>
        await longWork.StopAsync(chat.Source, work.Turn, chat.Customer.TelegramId, ct) ? Screen.Nothing : Menu(chat) with { AsNew = true };

    public static IReadOnlyList<Button> Back(ChatContext chat) => [new Button.Tap(chat.Words.Label("button.menu"), new Callback.Admin())];
}
