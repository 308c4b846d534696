using System.Globalization;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Bot.Telegram;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
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
    Operators operators
) : IChatFeature
{
    public void Map(Routes routes) =>
        routes
            .Operators.Command("/credit", (visit, rest, ct) => MoveMoneyAsync(visit, Direction.Credit, rest, ct))
            .Command("/debit", (visit, rest, ct) => MoveMoneyAsync(visit, Direction.Debit, rest, ct))
            .Command("/bonus", (visit, rest, ct) => BonusAsync(visit, rest, ct))
            .Command("/ban", (visit, rest, ct) => BanAsync(visit, rest, ct))
            .Command("/unban", (visit, rest, ct) => UnbanAsync(visit, rest, ct))
            .Tap<Callback.AdminCustomer>((visit, customer, ct) => OpenAsync(visit, customer.Id, ct))
            .Tap<Callback.AdminUnban>((visit, customer, ct) => UnbanAsync(visit, customer.Id, ct));

    /// <param name="rest">Customer, amount, reason.</param>
    public Task<Screen> MoveMoneyAsync(ChatContext visit, Direction direction, string rest, CancellationToken ct)
    {
        var (reference, arguments) = CommandText.Next(rest);
        return MoveMoneyAsync(visit, direction, () => lookup.FindAsync(visit, UsageOf(direction), reference, ct), arguments, ct);
    }

    /// <param name="arguments">Amount, reason.</param>
    public Task<Screen> MoveMoneyAsync(
        ChatContext visit,
        Direction direction,
        CustomerId customer,
        string arguments,
        CancellationToken ct
    ) => MoveMoneyAsync(visit, direction, () => KnownAsync(customer, ct), arguments, ct);

    /// <param name="rest">Customer, percent.</param>
    public Task<Screen> BonusAsync(ChatContext visit, string rest, CancellationToken ct)
    {
        var (reference, percent) = CommandText.Next(rest);
        return BonusAsync(visit, () => lookup.FindAsync(visit, "bonus", reference, ct), percent, ct);
    }

    public Task<Screen> BonusAsync(ChatContext visit, CustomerId customer, string percent, CancellationToken ct) =>
        BonusAsync(visit, () => KnownAsync(customer, ct), percent, ct);

    /// <param name="rest">Customer, reason.</param>
    public Task<Screen> BanAsync(ChatContext visit, string rest, CancellationToken ct)
    {
        var (reference, reason) = CommandText.Next(rest);
        return reference.Length == 0
            ? Task.FromResult(CommandText.Usage(visit, "ban"))
            : BanAsync(visit, () => lookup.FindAsync(visit, "ban", reference, ct), reason, ct);
    }

    public Task<Screen> BanAsync(ChatContext visit, CustomerId customer, string reason, CancellationToken ct) =>
        BanAsync(visit, () => KnownAsync(customer, ct), reason, ct);

    public async Task<Screen> UnbanAsync(ChatContext visit, string rest, CancellationToken ct)
    {
        var (reference, _) = CommandText.Next(rest);
        if (reference.Length == 0)
            return CommandText.Usage(visit, "unban");
        var looked = await lookup.FindAsync(visit, "unban", reference, ct);
        return looked.Customer is { } customer
            ? await ChangeAsync(visit, "unban", customer, new CustomerChange.Unban(visit.Operator), ct)
            : looked.Instead!;
    }

    private async Task<Screen> UnbanAsync(ChatContext visit, CustomerId id, CancellationToken ct) =>
        (await change.HandleAsync(id, new CustomerChange.Unban(visit.Operator), ct)).Match(
            customer => Card(visit, customer),
            error => new Screen(ErrorTexts.Of(visit.Words, error), AdminScreens.Back(visit))
        );

    private async Task<Screen> OpenAsync(ChatContext visit, CustomerId id, CancellationToken ct) =>
        Card(visit, await find.HandleAsync(id, ct));

    /// <summary>A customer with the actions that fit.</summary>
    private Screen Card(ChatContext visit, CustomerProfile customer)
    {
        var words = visit.Words;
        var id = customer.TelegramId.ToString(CultureInfo.InvariantCulture);
        return new Screen(
            words.Html(
                "customer.card",
                ("name", Called(customer)),
                ("handle", customer.Username is null ? "" : "@" + customer.Username),
                ("id", id),
                ("balance", ScreenText.Dollars(customer.Balance)),
                ("bonus", customer.BonusPercent),
                ("since", ScreenText.At(customer.CreatedAt)),
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
            AdminScreens.Back(visit)
        );

        Button[] Access() =>
            customer.IsBanned ? [new Button.Tap(words.Label("admin.unban"), new Callback.AdminUnban(customer.Id))]
            : operators.Contains(customer.TelegramId) ? []
            : [new Button.Tap(words.Label("admin.ban"), new Callback.AdminAskCustomer(QuestionKind.Ban, customer.Id))];
    }

    /// <summary>Never without the id: names change hands, and anybody may be called like somebody else's.</summary>
    public static string NameOf(CustomerProfile customer) =>
        $"{(customer.Username is { } name ? "@" + name : Called(customer))} ({customer.TelegramId})";

    /// <summary>Their own name, in marks that keep it apart from a @name and an id, and its direction to itself.</summary>
    public static string Called(CustomerProfile customer) => $"“\u2068{PersonName.Read(customer.Name)}\u2069”";

    private async Task<Screen> MoveMoneyAsync(
        ChatContext visit,
        Direction direction,
        Func<Task<LookedUp>> who,
        string arguments,
        CancellationToken ct
    )
    {
        var usage = UsageOf(direction);
        if (arguments.Length == 0)
            return CommandText.Usage(visit, usage);
        if (!TypedMoney.ParseFirst(arguments).TryGet(out var read, out var error))
            return Wrong(visit, usage, error);
        var looked = await who();
        if (looked.Customer is not { } customer)
            return looked.Instead!;

        var (amount, reason) = read;
        var moved = await move.HandleAsync(
            new MoveMoney(customer.Id, direction, amount, visit.Operator, CommandText.Reason(reason), visit.Cause("money")),
            ct
        );
        return moved.Match(
            done => new Screen(
                visit.Words.Html(
                    "money." + usage,
                    ("customer", NameOf(customer)),
                    ("amount", ScreenText.Dollars(amount)),
                    ("before", ScreenText.Dollars(done.Before)),
                    ("after", ScreenText.Dollars(done.After))
                ),
                [new Button.Tap(NameOf(customer), new Callback.AdminCustomer(customer.Id))],
                AdminScreens.Back(visit)
            ),
            failed => Refused(visit, customer, failed)
        );
    }

    private async Task<Screen> BonusAsync(ChatContext visit, Func<Task<LookedUp>> who, string percentText, CancellationToken ct)
    {
        if (percentText.Length == 0)
            return CommandText.Usage(visit, "bonus");
        if (!int.TryParse(PlainText.Of(percentText).TrimEnd('%', ' '), NumberStyles.None, CultureInfo.InvariantCulture, out var percent))
            return Wrong(visit, "bonus", new Error.Invalid("percent", "percent-range"));
        var looked = await who();
        return looked.Customer is { } customer
            ? await ChangeAsync(visit, "bonus", customer, new CustomerChange.SetBonus(percent, visit.Operator), ct)
            : looked.Instead!;
    }

    private async Task<Screen> BanAsync(ChatContext visit, Func<Task<LookedUp>> who, string reason, CancellationToken ct)
    {
        var looked = await who();
        if (looked.Customer is not { } customer)
            return looked.Instead!;
        // The operator is never locked out of the store, by a slip least of all.
        return operators.Contains(customer.TelegramId)
            ? CommandText.Usage(visit, "ban", visit.Words.Html("ban.operator", ("customer", NameOf(customer))))
            : await ChangeAsync(visit, "ban", customer, new CustomerChange.Ban(CommandText.Reason(reason), visit.Operator), ct);
    }

    private async Task<Screen> ChangeAsync(
        ChatContext visit,
        string usage,
        CustomerProfile customer,
        CustomerChange requested,
        CancellationToken ct
    ) =>
        (await change.HandleAsync(customer.Id, requested, ct)).Match(
            changed => Card(visit, changed),
            failed => Wrong(visit, usage, failed)
        );

    private static Screen Refused(ChatContext visit, CustomerProfile customer, Error error)
    {
        var text = ErrorTexts.ForOperator(visit.Words, error, NameOf(customer));
        return new Screen(text, AdminScreens.Back(visit)) { Wrong = error is Error.InsufficientFunds ? text : null };
    }

    private static string UsageOf(Direction direction) => direction == Direction.Credit ? "credit" : "debit";

    private async Task<LookedUp> KnownAsync(CustomerId customer, CancellationToken ct) => new(await find.HandleAsync(customer, ct), null);

    private static Screen Wrong(ChatContext visit, string usage, Error error) =>
        CommandText.Usage(visit, usage, ErrorTexts.Of(visit.Words, error));
}
