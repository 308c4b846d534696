using System.Globalization;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Bot.Telegram;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Growth;
using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Modules.Questions;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Operator;

/// <summary>An operator's actions on a customer: money, bonus, ban.</summary>
internal sealed class CustomerCommands(
    FindCustomerHandler find,
    CustomerLookup lookup,
    ChangeCustomerHandler change,
    MoveMoneyHandler move,
    BonusTiers tiers,
    Operators operators
) : IChatFeature
{
    // In place of a percentage: the bonus is what payments earn.
    private static readonly HashSet<string> Earned = new(StringComparer.OrdinalIgnoreCase) { "auto", "авто" };

    public void Map(Routes routes) =>
        routes
            .Operators.Command("/credit", (chat, rest, ct) => MoveMoneyAsync(chat, Direction.Credit, rest, ct))
            .Command("/debit", (chat, rest, ct) => MoveMoneyAsync(chat, Direction.Debit, rest, ct))
            .Command("/bonus", (chat, rest, ct) => BonusAsync(chat, rest, ct))
            .Command("/ban", (chat, rest, ct) => BanAsync(chat, rest, ct))
            .Command("/unban", (chat, rest, ct) => UnbanAsync(chat, rest, ct))
            .Tap<Callback.AdminCustomer>((chat, customer, ct) => OpenAsync(chat, customer.Id, ct))
            .Tap<Callback.AdminUnban>((chat, customer, ct) => UnbanAsync(chat, customer.Id, ct));

    /// <param name="rest">Customer, amount, reason.</param>
    public Task<Screen> MoveMoneyAsync(ChatContext chat, Direction direction, string rest, CancellationToken ct)
    {
        var (reference, arguments) = CommandText.Next(rest);
        return MoveMoneyAsync(chat, direction, () => lookup.FindAsync(chat, UsageOf(direction), reference, ct), arguments, ct);
    }

    /// <param name="arguments">Amount, reason.</param>
    public Task<Screen> MoveMoneyAsync(
        ChatContext chat,
        Direction direction,
        CustomerId customer,
        string arguments,
        CancellationToken ct
    ) => MoveMoneyAsync(chat, direction, () => KnownAsync(customer, ct), arguments, ct);

    /// <param name="rest">Customer, and the percentage or a word for what payments earn.</param>
    public Task<Screen> BonusAsync(ChatContext chat, string rest, CancellationToken ct)
    {
        var (reference, percent) = CommandText.Next(rest);
        return BonusAsync(chat, () => lookup.FindAsync(chat, "bonus", reference, ct), percent, ct);
    }

    public Task<Screen> BonusAsync(ChatContext chat, CustomerId customer, string percent, CancellationToken ct) =>
        BonusAsync(chat, () => KnownAsync(customer, ct), percent, ct);

    /// <param name="rest">Customer, reason.</param>
    public Task<Screen> BanAsync(ChatContext chat, string rest, CancellationToken ct)
    {
        var (reference, reason) = CommandText.Next(rest);
        return reference.Length == 0
            ? Task.FromResult(CommandText.Usage(chat, "ban"))
            : BanAsync(chat, () => lookup.FindAsync(chat, "ban", reference, ct), reason, ct);
    }

    public Task<Screen> BanAsync(ChatContext chat, CustomerId customer, string reason, CancellationToken ct) =>
        BanAsync(chat, () => KnownAsync(customer, ct), reason, ct);

    public async Task<Screen> UnbanAsync(ChatContext chat, string rest, CancellationToken ct)
    {
        var (reference, _) = CommandText.Next(rest);
        if (reference.Length == 0)
            return CommandText.Usage(chat, "unban");
        var looked = await lookup.FindAsync(chat, "unban", reference, ct);
        return looked.Customer is { } customer
            ? await ChangeAsync(chat, "unban", customer, new CustomerChange.Unban(chat.Operator), ct)
            : looked.Instead!;
    }

    private async Task<Screen> UnbanAsync(ChatContext chat, CustomerId id, CancellationToken ct) =>
        (await change.HandleAsync(id, new CustomerChange.Unban(chat.Operator), ct)).Match(
            customer => Card(chat, customer),
            error => new Screen(ErrorTexts.Of(chat.Words, error), AdminScreens.Back(chat))
        );

    private async Task<Screen> OpenAsync(ChatContext chat, CustomerId id, CancellationToken ct) =>
        Card(chat, await find.HandleAsync(id, ct));

    /// <summary>A customer with the actions that fit.</summary>
    private Screen Card(ChatContext chat, CustomerProfile customer)
    {
        var words = chat.Words;
        var id = customer.TelegramId.ToString(CultureInfo.InvariantCulture);
        return new Screen(
            words.Html(
                "customer.card",
                ("name", Called(customer)),
                ("handle", customer.Username is null ? "" : "@" + customer.Username),
                ("id", id),
                (
                    "balance",
                    customer.Debt > Money.Zero
                        ? words.Label(
                            "customer.owes",
                            ("balance", ScreenText.Dollars(customer.Balance)),
                            ("debt", ScreenText.Dollars(customer.Debt))
                        )
                        : ScreenText.Dollars(customer.Balance)
                ),
                ("bonus", Bonus(words, customer)),
                ("since", LocalTime.At(customer.CreatedAt)),
                (
                    "state",
                    customer.IsBanned
                        ? words.Label("customer.banned", ("reason", customer.BanReason ?? words.Label("banned.noreason")))
                        : words.Label(customer.HasBlockedBot ? "customer.blocked" : "customer.fine")
                )
            ),
            [
                new Button.Tap(words.Label("admin.credit"), new Callback.AdminAskCustomer(QuestionKind.Credit, customer.Id)),
                new Button.Tap(words.Label("admin.debit"), new Callback.AdminAskCustomer(QuestionKind.Debit, customer.Id)),
            ],
            [new Button.Tap(words.Label("admin.bonus"), new Callback.AdminAskCustomer(QuestionKind.Bonus, customer.Id)), .. Access()],
            [
                new Button.Tap(words.Label("admin.payments"), new Callback.AdminPayments(PaymentsFilter.Of(customer.Id), default)),
                new Button.Tap(words.Label("support.writeto"), new Callback.AdminAskCustomer(QuestionKind.SupportAnswer, customer.Id)),
            ],
            AdminScreens.Back(chat)
        );

        Button[] Access() =>
            customer.IsBanned ? [new Button.Tap(words.Label("admin.unban"), new Callback.AdminUnban(customer.Id))]
            : operators.Contains(customer.TelegramId) ? []
            : [new Button.Tap(words.Label("admin.ban"), new Callback.AdminAskCustomer(QuestionKind.Ban, customer.Id))];
    }

    private string Bonus(Words words, CustomerProfile customer)
    {
        var key = customer.IsBonusByHand ? "customer.bonus.byhand" : "customer.bonus.earned";
        return tiers.AreOn && (customer.IsBonusByHand || customer.BonusPercent > 0)
            ? words.Label(key, ("bonus", customer.BonusPercent))
            : $"{customer.BonusPercent}%";
    }

    /// <summary>Never without the id: names change hands, and anybody may be called like somebody else's.</summary>
    public static string NameOf(CustomerProfile customer) =>
        $"{(customer.Username is { } name ? "@" + name : Called(customer))} ({customer.TelegramId})";

    /// <summary>Their own name, in marks that keep it apart from a @name and an id, and its direction to itself.</summary>
    public static string Called(CustomerProfile customer) => $"“\u2068{PersonName.Read(customer.Name)}\u2069”";

    private async Task<Screen> MoveMoneyAsync(
        ChatContext chat,
        Direction direction,
        Func<Task<LookedUp>> who,
        string arguments,
        CancellationToken ct
    )
    {
        var usage = UsageOf(direction);
        if (arguments.Length == 0)
            return CommandText.Usage(chat, usage);
        if (!TypedMoney.ParseFirst(arguments).TryGet(out var read, out var error))
            return Wrong(chat, usage, error);
        var looked = await who();
        if (looked.Customer is not { } customer)
            return looked.Instead!;

        var (amount, reason) = read;
        var moved = await move.HandleAsync(
            new MoveMoney(customer.Id, direction, amount, chat.Operator, CommandText.Reason(reason), chat.Cause("money")),
            ct
        );
        return moved.Match(
            done => new Screen(
                chat.Words.Html(
                    "money." + usage,
                    ("customer", NameOf(customer)),
                    ("amount", ScreenText.Dollars(amount)),
                    ("before", ScreenText.Dollars(done.Before)),
                    ("after", ScreenText.Dollars(done.After))
                ),
                [new Button.Tap(NameOf(customer), new Callback.AdminCustomer(customer.Id))],
                AdminScreens.Back(chat)
            ),
            failed => Refused(chat, customer, failed)
        );
    }

    private async Task<Screen> BonusAsync(ChatContext chat, Func<Task<LookedUp>> who, string percentText, CancellationToken ct)
    {
        if (percentText.Length == 0)
            return CommandText.Usage(chat, "bonus");
        if (ReadBonus(chat, percentText) is not { } change)
            return Wrong(chat, "bonus", new Error.Invalid("percent", "percent-range"));
        var looked = await who();
        return looked.Customer is { } customer ? await ChangeAsync(chat, "bonus", customer, change, ct) : looked.Instead!;
    }

    private static CustomerChange? ReadBonus(ChatContext chat, string text)
    {
        var value = PlainText.Of(text).TrimEnd('%', ' ');
        return Earned.Contains(value) ? new CustomerChange.EarnBonus(chat.Operator)
            : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var percent)
                ? new CustomerChange.SetBonus(percent, chat.Operator)
            : null;
    }

    private async Task<Screen> BanAsync(ChatContext chat, Func<Task<LookedUp>> who, string reason, CancellationToken ct)
    {
        var looked = await who();
        if (looked.Customer is not { } customer)
            return looked.Instead!;
        // An operator cannot be banned, not even by mistake.
        return operators.Contains(customer.TelegramId)
            ? CommandText.Usage(chat, "ban", chat.Words.Html("ban.operator", ("customer", NameOf(customer))))
            : await ChangeAsync(chat, "ban", customer, new CustomerChange.Ban(CommandText.Reason(reason), chat.Operator), ct);
    }

    private async Task<Screen> ChangeAsync(
        ChatContext chat,
        string usage,
        CustomerProfile customer,
        CustomerChange requested,
        CancellationToken ct
    ) =>
        (await change.HandleAsync(customer.Id, requested, ct)).TryGet(out var changed, out var failed)
            // The earned percentage is set after the change itself.
            ? requested is CustomerChange.EarnBonus
                ? await OpenAsync(chat, customer.Id, ct)
                : Card(chat, changed)
            : Wrong(chat, usage, failed);

    private static Screen Refused(ChatContext chat, CustomerProfile customer, Error error)
    {
        var text = ErrorTexts.ForOperator(chat.Words, error, NameOf(customer));
        return new Screen(text, AdminScreens.Back(chat)) { Wrong = error is Error.InsufficientFunds ? text : null };
    }

    private static string UsageOf(Direction direction) => direction == Direction.Credit ? "credit" : "debit";

    private async Task<LookedUp> KnownAsync(CustomerId customer, CancellationToken ct) => new(await find.HandleAsync(customer, ct), null);

    private static Screen Wrong(ChatContext chat, string usage, Error error) =>
        CommandText.Usage(chat, usage, ErrorTexts.Of(chat.Words, error));
}
