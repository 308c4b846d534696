using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Keys;
using XthonBot.Bot.Chat.Operator;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Questions;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Questions;

/// <summary>How the bot asks: a message with a way out, whose row is what is remembered.</summary>
internal sealed class QuestionScreens(AskQuestionHandler ask, FindCustomerHandler customers, ServiceCommand services, KeyCards keys)
    : IChatFeature
{
    public void Map(Routes routes)
    {
        routes
            .Customers.Tap<Callback.AskKey>((visit, key, ct) => AskAsync(visit, key.Id, key.What, ct))
            .Tap<Callback.NewWebhook>((visit, ct) => AskAsync(visit, QuestionKind.Webhook, ct));
        routes
            .Operators.Tap<Callback.AdminAsk>((visit, ask, ct) => AskAsync(visit, ask.Kind, ct))
            .Tap<Callback.AdminAskCustomer>((visit, ask, ct) => AskAsync(visit, ask.Kind, ask.Id, ct))
            .Tap<Callback.AdminAskService>((visit, ask, ct) => AskAsync(visit, ask.Kind, ask.Id, ct));
    }

    private Task<Screen> AskAsync(ChatContext visit, QuestionKind kind, CancellationToken ct) =>
        AskAsync(visit, kind, Subject.Nothing, "", ct);

    private async Task<Screen> AskAsync(ChatContext visit, QuestionKind kind, CustomerId customer, CancellationToken ct) =>
        await AskAsync(
            visit,
            kind,
            new Subject(Customer: customer),
            CustomerCommands.NameOf(await customers.HandleAsync(customer, ct)),
            ct
        );

    private async Task<Screen> AskAsync(ChatContext visit, QuestionKind kind, ServiceId id, CancellationToken ct) =>
        await services.FindAsync(id, ct) is { } service
            ? await AskAsync(visit, kind, new Subject(Service: id), service.Name, ct)
            : ServiceCommand.Gone(visit);

    /// <param name="what">See <see cref="Callback.AskKey"/>.</param>
    private async Task<Screen> AskAsync(ChatContext visit, ApiKeyId id, string what, CancellationToken ct) =>
        KeyCards.KindOf(what) is { } kind && await keys.FindAsync(visit, key => key.Id == id, ct) is { } found
            ? await AskAsync(visit, kind, new Subject(Key: id), KeyCards.Name(found), ct)
            : KeyCards.Card(visit, null);

    /// <summary>After a wrong answer: what is wrong, an example, and the question stays open.</summary>
    /// <param name="problem">Telegram's HTML; empty where it could not be read.</param>
    public static Screen Again(ChatContext visit, QuestionView asked, string problem) =>
        new(
            visit.Words.Html(
                "question.again",
                ("problem", new Markup(problem.Length > 0 ? problem : visit.Words.Html("question.incomplete"))),
                ("example", Example(visit, asked.Kind, asked.About))
            ),
            Ways(visit, asked.Kind, asked.Id)
        )
        {
            AsNew = true,
            Asks = asked.Id,
        };

    /// <summary>A message about questions, with the way back to where they are asked.</summary>
    public static Screen Say(ChatContext visit, string html) =>
        new(html, visit.IsOperator ? AdminScreens.Back(visit) : [Navigation.Home(visit.Words)]);

    private async Task<Screen> AskAsync(ChatContext visit, QuestionKind kind, Subject about, string name, CancellationToken ct)
    {
        var id = await ask.HandleAsync(new AskQuestion(visit.BotId, visit.Customer.TelegramId, visit.Turn, kind, about), ct);
        var question = visit.Words.Label("ask." + Key(kind, about), ("name", name));
        return new Screen(visit.Words.Html("ask", ("question", question), ("example", Example(visit, kind, about))), Ways(visit, kind, id))
        {
            AsNew = true,
            Asks = id,
        };
    }

    private static IReadOnlyList<Button> Ways(ChatContext visit, QuestionKind kind, QuestionId id)
    {
        var cancel = new Button.Tap(visit.Words.Label("question.cancel"), new Callback.CancelQuestion(id));
        return Answers.MayBeNone(kind)
            ? [new Button.Tap(visit.Words.Label("none." + kind.ToString().ToLowerInvariant()), new Callback.AnswerNone(id)), cancel]
            : [cancel];
    }

    private static string Example(ChatContext visit, QuestionKind kind, Subject about) => visit.Words.Label("example." + Key(kind, about));

    // Where the customer is known it is asked in other words.
    private static string Key(QuestionKind kind, Subject about) =>
        kind.ToString().ToLowerInvariant() + (about.Customer is null ? "" : ".known");
}
