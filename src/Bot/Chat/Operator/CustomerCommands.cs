using System.Globalization;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Telegram;
using XthonBot.Core.Customers;
using XthonBot.Core.Ledger;
using XthonBot.Core.Primitives;
using XthonBot.Core.Questions;

namespace XthonBot.Bot.Chat.Operator;

/// <summary>What an operator does to a customer: money, bonus, ban.</summary>
internal sealed class CustomerCommands(FindCustomerHandler find, ChangeCustomerHandler change, MoveMoneyHandler move, Operators operators)
{
    /// <param name="rest">Customer, amount, reason.</param>
    public Task<Screen> MoveMoneyAsync(Visit visit, Direction direction, string rest, CancellationToken ct)
    {
        var (reference, arguments) = AdminScreens.Next(rest);
        return MoveMoneyAsync(visit, direction, () => find.HandleAsync(reference, ct), arguments, ct);
    }

    /// <param name="arguments">Amount, reason.</param>
    public Task<Screen> MoveMoneyAsync(Visit visit, Direction direction, CustomerId customer, string arguments, CancellationToken ct) =>
        MoveMoneyAsync(visit, direction, async () => await find.HandleAsync(customer, ct), arguments, ct);

    /// <param name="rest">Customer, percent.</param>
    public Task<Screen> BonusAsync(Visit visit, string rest, CancellationToken ct)
    {
        var (reference, percent) = AdminScreens.Next(rest);
        return BonusAsync(visit, () => find.HandleAsync(reference, ct), percent, ct);
    }

    public Task<Screen> BonusAsync(Visit visit, CustomerId customer, string percent, CancellationToken ct) =>
        BonusAsync(visit, async () => await find.HandleAsync(customer, ct), percent, ct);

    /// <param name="rest">Customer, reason.</param>
    public Task<Screen> BanAsync(Visit visit, string rest, CancellationToken ct)
    {
        var (reference, reason) = AdminScreens.Next(rest);
        return reference.Length == 0 ? Task.FromResult(AdminScreens.Usage(visit, "ban")) : BanAsync(visit, () => find.HandleAsync(reference, ct), reason, ct);
    }

    public Task<Screen> BanAsync(Visit visit, CustomerId customer, string reason, CancellationToken ct) =>
        BanAsync(visit, async () => await find.HandleAsync(customer, ct), reason, ct);

    public async Task<Screen> UnbanAsync(Visit visit, string rest, CancellationToken ct)
    {
        var (reference, _) = AdminScreens.Next(rest);
        if (reference.Length == 0)
            return AdminScreens.Usage(visit, "unban");
        return (await find.HandleAsync(reference, ct)).TryGet(out var customer, out var error)
            ? await ChangeAsync(visit, "unban", customer, new CustomerChange.Unban(visit.Operator), ct)
            : Wrong(visit, "unban", error);
    }

    public async Task<Screen> UnbanAsync(Visit visit, CustomerId id, CancellationToken ct) =>
        (await change.HandleAsync(id, new CustomerChange.Unban(visit.Operator), ct)).Match(
            customer => Card(visit, customer), error => new Screen(ErrorTexts.Of(visit.Words, error), AdminScreens.Back(visit)));

    public async Task<Screen> OpenAsync(Visit visit, CustomerId id, CancellationToken ct) => Card(visit, await find.HandleAsync(id, ct));

    /// <summary>A customer with the actions that fit.</summary>
    private Screen Card(Visit visit, CustomerProfile customer)
    {
        var words = visit.Words;
        var id = customer.TelegramId.ToString(CultureInfo.InvariantCulture);
        return new Screen(
            words.Html(
                "customer.card", ("name", customer.Name), ("handle", customer.Username is null ? "" : "@" + customer.Username), ("id", id),
                ("balance", ScreenText.Dollars(customer.Balance)), ("bonus", customer.BonusPercent), ("since", ScreenText.At(customer.CreatedAt)),
                ("state", customer.IsBanned ? words.Label("customer.banned", ("reason", customer.BanReason ?? words.Label("banned.noreason")))
                    : words.Label(customer.HasBlockedBot ? "customer.blocked" : "customer.fine"))),
            [
                new Button.Tap(words.Label("admin.credit"), new Callback.AdminAskCustomer(QuestionKind.Credit, customer.Id)),
                new Button.Tap(words.Label("admin.debit"), new Callback.AdminAskCustomer(QuestionKind.Debit, customer.Id)),
            ],
            [
                new Button.Tap(words.Label("admin.bonus"), new Callback.AdminAskCustomer(QuestionKind.Bonus, customer.Id)),
                .. Access(),
            ],
            AdminScreens.Back(visit));

        Button[] Access() =>
            customer.IsBanned ? [new Button.Tap(words.Label("admin.unban"), new Callback.AdminUnban(customer.Id))]
            : operators.Contains(customer.TelegramId) ? []
            : [new Button.Tap(words.Label("admin.ban"), new Callback.AdminAskCustomer(QuestionKind.Ban, customer.Id))];
    }

    public static string NameOf(CustomerProfile customer) => customer.Username is { } name ? "@" + name : $"{customer.Name} ({customer.TelegramId})";

    private async Task<Screen> MoveMoneyAsync(
        Visit visit, Direction direction, Func<Task<Result<CustomerProfile>>> who, string arguments, CancellationToken ct)
    {
        var usage = direction == Direction.Credit ? "credit" : "debit";
        var (amountText, reason) = AdminScreens.Next(arguments);
        if (amountText.Length == 0)
            return AdminScreens.Usage(visit, usage);
        if (!Money.ParsePositive(amountText).TryGet(out var amount, out var error) || !(await who()).TryGet(out var customer, out error))
            return Wrong(visit, usage, error);

        var moved = await move.HandleAsync(
            new MoveMoney(customer.Id, direction, amount, visit.Operator, AdminScreens.Reason(reason), visit.Cause("money")), ct);
        return moved.Match(
            done => new Screen(
                visit.Words.Html(
                    "money." + usage, ("customer", NameOf(customer)), ("amount", ScreenText.Dollars(amount)),
                    ("before", ScreenText.Dollars(done.Before)), ("after", ScreenText.Dollars(done.After))),
                [new Button.Tap(NameOf(customer), new Callback.AdminCustomer(customer.Id))], AdminScreens.Back(visit)),
            failed => failed is Error.InsufficientFunds missing ? TooMuch(visit, customer, missing) : new Screen(ErrorTexts.Of(visit.Words, failed), AdminScreens.Back(visit)));
    }

    private async Task<Screen> BonusAsync(Visit visit, Func<Task<Result<CustomerProfile>>> who, string percentText, CancellationToken ct)
    {
        if (percentText.Length == 0)
            return AdminScreens.Usage(visit, "bonus");
        if (!int.TryParse(percentText.TrimEnd('%', ' '), NumberStyles.None, CultureInfo.InvariantCulture, out var percent))
            return Wrong(visit, "bonus", new Error.Invalid("percent", "percent-range"));
        return (await who()).TryGet(out var customer, out var error)
            ? await ChangeAsync(visit, "bonus", customer, new CustomerChange.SetBonus(percent, visit.Operator), ct)
            : Wrong(visit, "bonus", error);
    }

    private async Task<Screen> BanAsync(Visit visit, Func<Task<Result<CustomerProfile>>> who, string reason, CancellationToken ct)
    {
        if (!(await who()).TryGet(out var customer, out var error))
            return Wrong(visit, "ban", error);
        // Whoever runs the store is never locked out of it, by a slip least of all.
        return operators.Contains(customer.TelegramId)
            ? AdminScreens.Usage(visit, "ban", visit.Words.Html("ban.operator", ("customer", NameOf(customer))))
            : await ChangeAsync(visit, "ban", customer, new CustomerChange.Ban(AdminScreens.Reason(reason), visit.Operator), ct);
    }

    private async Task<Screen> ChangeAsync(Visit visit, string usage, CustomerProfile customer, CustomerChange requested, CancellationToken ct) =>
        (await change.HandleAsync(customer.Id, requested, ct)).Match(changed => Card(visit, changed), failed => Wrong(visit, usage, failed));

    private static Screen TooMuch(Visit visit, CustomerProfile customer, Error.InsufficientFunds missing)
    {
        var text = visit.Words.Html("money.toomuch", ("customer", NameOf(customer)), ("have", ScreenText.Dollars(missing.Have)));
        return new Screen(text, AdminScreens.Back(visit)) { Wrong = text };
    }

    private static Screen Wrong(Visit visit, string usage, Error error) => AdminScreens.Usage(visit, usage, ErrorTexts.Of(visit.Words, error));
}
