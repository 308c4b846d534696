using Microsoft.Extensions.Options;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Bot.Telegram;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Settings;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Questions;
using XthonBot.Core.Reactions.Notifications;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Support;

/// <summary>
/// How customers reach the people who run the store: by the contact that is configured, or else through the bot, which carries messages
/// both ways.
/// </summary>
internal sealed class SupportScreens(
    CarryLetterHandler carry,
    MessageLimit limit,
    Operators operators,
    FindCustomerHandler customers,
    IOptions<StoreIdentity> store
) : IChatFeature
{
    private const int MaxText = 3000;

    public void Map(Routes routes) => routes.Newcomers.Command("/paysupport", PaySupport);

    /// <summary>How to reach somebody, in a sentence's place.</summary>
    public string Contact(Words words) => HasContact ? store.Value.Contact : words.Label("contact.none");

    /// <summary>The same for somebody whose taps are turned away.</summary>
    public string ContactOfBanned(Words words) => HasContact ? store.Value.Contact : "";

    /// <summary>The button that writes to the operators; none where they named a contact.</summary>
    public IReadOnlyList<Button> Buttons(Words words) =>
        HasContact ? [] : [new Button.Tap(words.Label("support.write"), new Callback.WriteToStore())];

    /// <summary>A customer's message, to every operator.</summary>
    public async Task<Screen> SendAsync(ChatContext chat, string text, CancellationToken ct)
    {
        if (TooLong(chat, text) is { } problem)
            return problem;
        if (!limit.TryCount(chat.Customer.Id))
            return new Screen(chat.Words.Html("support.toomany"), [Navigation.Home(chat.Words)]);
        if (operators.All.Count == 0)
            return new Screen(chat.Words.Html("support.notsent"), [.. Buttons(chat.Words), Navigation.Home(chat.Words)]);
        await carry.ToOperatorsAsync(chat.Customer.Id, text, chat.Cause("letter"), ct);
        return new Screen(chat.Words.Html("support.sent"), [Navigation.Home(chat.Words)]);
    }

    /// <summary>A customer's message, as operators see it.</summary>
    /// <param name="text">Null where it can no longer be read.</param>
    public static Screen Card(Words words, CustomerProfile customer, string? text) =>
        new(
            words.Html(
                "support.card",
                ("name", PersonName.Read(customer.Name)),
                ("handle", customer.Username is { } name ? "@" + name : ""),
                ("id", customer.TelegramId),
                ("text", ScreenText.Cut(text ?? "—", MaxText))
            ),
            [new Button.Tap(words.Label("support.answer"), new Callback.AdminAskCustomer(QuestionKind.SupportAnswer, customer.Id))]
        );

    /// <summary>An operator's answer, as its customer sees it.</summary>
    /// <param name="text">Null where it can no longer be read.</param>
    public static Screen Answer(Words words, string? text) =>
        new(
            words.Html("support.answered", ("text", ScreenText.Cut(text ?? "—", MaxText))),
            [new Button.Tap(words.Label("support.reply"), new Callback.WriteToStore())]
        );

    /// <summary>An operator's answer, to the customer.</summary>
    public async Task<Screen> AnswerAsync(ChatContext chat, CustomerId id, string text, CancellationToken ct)
    {
        if (TooLong(chat, text) is { } problem)
            return problem;
        var hasBlocked = (await customers.HandleAsync(id, ct)).HasBlockedBot;
        if (!hasBlocked)
            await carry.ToCustomerAsync(id, text, chat.Operator, chat.Cause("answer"), ct);
        return new Screen(
            chat.Words.Html(hasBlocked ? "support.undelivered" : "support.delivered"),
            [new Button.Tap(chat.Words.Label("support.customer"), new Callback.AdminCustomer(id))]
        );
    }

    // Nothing of a letter is left out in silence: the message that carries it has room for no more.
    private static Screen? TooLong(ChatContext chat, string text)
    {
        if (text.Length <= MaxText)
            return null;
        var problem = chat.Words.Html("support.toolong", ("most", MaxText), ("length", text.Length));
        return new Screen(problem) { Wrong = problem };
    }

    private bool HasContact => store.Value.Contact.Length > 0;

    private Screen PaySupport(ChatContext chat)
    {
        var words = chat.Words;
        return new Screen(
            words.Html("paysupport", ("contact", Contact(words))),
            chat.HasAcceptedTerms
                ? [.. Buttons(words), new Button.Tap(words.Label("pay.mine"), new Callback.Payments(default))]
                : Buttons(words),
            chat.HasAcceptedTerms ? [Navigation.Home(words)] : []
        );
    }
}
