using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Keys;
using XthonBot.Bot.Chat.Operator;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Payments;
using XthonBot.Core.Modules.Questions;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Questions;

/// <summary>Asks a question: a message with a button that leaves it, and a row of the question.</summary>
internal sealed class QuestionScreens(
    AskQuestionHandler ask,
    FindCustomerHandler customers,
    ServiceCommand services,
    KeyCards keys,
    ReadPaymentsHandler payments
) : IChatFeature
{
    public void Map(Routes routes)
    {
        routes
            .Customers.Tap<Callback.AskKey>((chat, key, ct) => AskAsync(chat, key.Id, key.What, ct))
            .Tap<Callback.NewWebhook>((chat, ct) => AskAsync(chat, QuestionKind.Webhook, ct))
            .Tap<Callback.AskTopUp>((chat, ct) => AskAsync(chat, QuestionKind.TopUp, ct))
            .Tap<Callback.WriteToStore>((chat, ct) => AskAsync(chat, QuestionKind.Support, ct))
            .Tap<Callback.AskReceipt>((chat, payment, ct) => AskAsync(chat, QuestionKind.Receipt, payment.Id, chat.Customer.Id, ct));
        routes
            .Operators.Tap<Callback.AdminAsk>((chat, ask, ct) => AskAsync(chat, ask.Kind, ct))
            .Tap<Callback.AdminAskCustomer>((chat, ask, ct) => AskAsync(chat, ask.Kind, ask.Id, ct))
            .Tap<Callback.AdminAskPayment>((chat, ask, ct) => AskAsync(chat, ask.Kind, ask.Id, null, ct))
            .Tap<Callback.AdminAskService>((chat, ask, ct) => AskAsync(chat, ask.Kind, ask.Id, ct));
    }

    private Task<Screen> AskAsync(ChatContext chat, QuestionKind kind, CancellationToken ct) =>
        AskAsync(chat, kind, Subject.Nothing, "", ct);

    private async Task<Screen> AskAsync(ChatContext chat, QuestionKind kind, CustomerId customer, CancellationToken ct) =>
        await AskAsync(chat, kind, new Subject(Customer: customer), CustomerCommands.NameOf(await customers.HandleAsync(customer, ct)), ct);

    private async Task<Screen> AskAsync(ChatContext chat, QuestionKind kind, ServiceId id, CancellationToken ct) =>
        await services.FindAsync(id, ct) is { } service
            ? await AskAsync(chat, kind, new Subject(Service: id), service.Name, ct)
            : ServiceCommand.Gone(chat);

    /// <param name="customer">Whose payment it must be; null for operators.</param>
    private async Task<Screen> AskAsync(ChatContext chat, QuestionKind kind, PaymentId id, CustomerId? customer, CancellationToken ct) =>
        (await payments.HandleAsync(id, customer, ct)).TryGet(out var payment, out var error)
            ? await AskAsync(chat, kind, new Subject(Payment: id), ScreenText.Dollars(payment.Amount), ct)
            : Say(chat, ErrorTexts.Of(chat.Words, error));

    /// <param name="what">See <see cref="Callback.AskKey"/>.</param>
    private async Task<Screen> AskAsync(ChatContext chat, ApiKeyId id, string what, CancellationToken ct) =>
        KeyCards.KindOf(what) is { } kind && await keys.FindAsync(chat, key => key.Id == id, ct) is { } found
            ? await AskAsync(chat, kind, new Subject(Key: id), KeyCards.Name(found), ct)
            : KeyCards.Card(chat, null);

    /// <summary>After a wrong answer: what is wrong, an example, and the question stays open.</summary>
    /// <param name="problem">Telegram's HTML; empty where it could not be read.</param>
    public static Screen Again(ChatContext chat, QuestionView asked, string problem) =>
        new(
            chat.Words.Html(
                "question.again",
                ("problem", new Markup(problem.Length > 0 ? problem : chat.Words.Html("question.incomplete"))),
                ("example", Example(chat, asked.Kind, asked.About))
            ),
            Ways(chat, asked.Kind, asked.Id)
        )
        {
            AsNew = true,
            Asks = asked.Id,
        };

    /// <summary>A message about questions, with the way back to where they are asked.</summary>
    public static Screen Say(ChatContext chat, string html) =>
        new(html, chat.IsOperator ? AdminScreens.Back(chat) : [Navigation.Home(chat.Words)]);

    private async Task<Screen> AskAsync(ChatContext chat, QuestionKind kind, Subject about, string name, CancellationToken ct)
    {
        var id = await ask.HandleAsync(new AskQuestion(chat.BotId, chat.Customer.TelegramId, chat.Turn, kind, about), ct);
        var question = chat.Words.Label("ask." + Key(kind, about), ("name", name));
        return new Screen(chat.Words.Html("ask", ("question", question), ("example", Example(chat, kind, about))), Ways(chat, kind, id))
        {
            AsNew = true,
            Asks = id,
        };
    }

    private static IReadOnlyList<Button> Ways(ChatContext chat, QuestionKind kind, QuestionId id)
    {
        var cancel = new Button.Tap(chat.Words.Label("question.cancel"), new Callback.CancelQuestion(id));
        return Answers.MayBeNone(kind)
            ? [new Button.Tap(chat.Words.Label("none." + kind.ToString().ToLowerInvariant()), new Callback.AnswerNone(id)), cancel]
            : [cancel];
    }

    private static string Example(ChatContext chat, QuestionKind kind, Subject about) => chat.Words.Label("example." + Key(kind, about));

    // A question about a known customer has a text of its own.
    private static string Key(QuestionKind kind, Subject about) =>
        kind.ToString().ToLowerInvariant() + (about.Customer is null ? "" : ".known");
}
