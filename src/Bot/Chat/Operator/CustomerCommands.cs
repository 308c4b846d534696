using System.Globalization;
using XthonBot.Bot.Callbacks;
using XthonBot.Core.Customers;
using XthonBot.Core.Ledger;
using XthonBot.Core.Primitives;

namespace XthonBot.Bot.Chat.Operator;

/// <summary>What an operator does to a customer: money, bonus, ban.</summary>
internal sealed class CustomerCommands(FindCustomerHandler find, CustomerLookup lookup, ChangeCustomerHandler change, MoveMoneyHandler move)
{
    /// <param name="command"><c>/credit</c> or <c>/debit</c>.</param>
    public async Task<Screen> MoveMoneyAsync(Visit visit, string command, string rest, CancellationToken ct)
    {
        var usage = command[1..];
        var (reference, arguments) = AdminScreens.Next(rest);
        if (arguments.Length == 0)
            return AdminScreens.Usage(visit, usage);
        if (!TypedMoney.ParseFirst(arguments).TryGet(out var read, out var error))
            return AdminScreens.Usage(visit, usage, ErrorTexts.Of(visit.Words, error));
        var (amount, reason) = read;
        var looked = await lookup.FindAsync(visit, usage, reference, ct);
        if (looked.Customer is not { } customer)
            return looked.Instead!;

        var direction = command == "/credit" ? Direction.Credit : Direction.Debit;
        var moved = await move.HandleAsync(
            new MoveMoney(customer.Id, direction, amount, visit.Operator, reason.Length == 0 ? null : reason, visit.Cause("money")), ct);
        return moved.Match(
            done => new Screen(
                visit.Words.Html(
                    "money." + usage, ("customer", NameOf(customer)), ("amount", ScreenText.Dollars(amount)),
                    ("before", ScreenText.Dollars(done.Before)), ("after", ScreenText.Dollars(done.After))),
                [new Button.Tap(NameOf(customer), new Callback.AdminCustomer(customer.Id))], AdminScreens.Back(visit)),
            failed => new Screen(ErrorTexts.ForOperator(visit.Words, failed, NameOf(customer)), AdminScreens.Back(visit)));
    }

    public async Task<Screen> BonusAsync(Visit visit, string rest, CancellationToken ct)
    {
        var (reference, percentText) = AdminScreens.Next(rest);
        if (!int.TryParse(PlainText.Of(percentText).TrimEnd('%', ' '), NumberStyles.None, CultureInfo.InvariantCulture, out var percent))
            return AdminScreens.Usage(visit, "bonus");
        return await ChangeAsync(visit, "bonus", reference, new CustomerChange.SetBonus(percent, visit.Operator), ct);
    }

    public Task<Screen> BanAsync(Visit visit, string rest, CancellationToken ct)
    {
        var (reference, reason) = AdminScreens.Next(rest);
        return ChangeAsync(visit, "ban", reference, new CustomerChange.Ban(reason.Length == 0 ? null : reason, visit.Operator), ct);
    }

    public Task<Screen> UnbanAsync(Visit visit, string rest, CancellationToken ct) =>
        ChangeAsync(visit, "unban", AdminScreens.Next(rest).Word, new CustomerChange.Unban(visit.Operator), ct);

    public async Task<Screen> UnbanAsync(Visit visit, CustomerId id, CancellationToken ct) =>
        (await change.HandleAsync(id, new CustomerChange.Unban(visit.Operator), ct)).Match(
            customer => Card(visit, customer), error => new Screen(ErrorTexts.Of(visit.Words, error), AdminScreens.Back(visit)));

    public async Task<Screen> OpenAsync(Visit visit, CustomerId id, CancellationToken ct) => Card(visit, await find.HandleAsync(id, ct));

    /// <summary>A customer with the actions that fit.</summary>
    public static Screen Card(Visit visit, CustomerProfile customer)
    {
        var words = visit.Words;
        var id = customer.TelegramId.ToString(CultureInfo.InvariantCulture);
        return new Screen(
            words.Html(
                "customer.card", ("name", Called(customer)), ("handle", customer.Username is null ? "" : "@" + customer.Username), ("id", id),
                ("balance", ScreenText.Dollars(customer.Balance)), ("bonus", customer.BonusPercent), ("since", ScreenText.At(customer.CreatedAt)),
                ("state", customer.IsBanned ? words.Label("customer.banned", ("reason", customer.BanReason ?? words.Label("banned.noreason")))
                    : words.Label(customer.HasBlockedBot ? "customer.blocked" : "customer.fine"))),
            [
                new Button.Tap(words.Label("admin.credit"), new Callback.AdminAsk("credit", $"/credit {id}")),
                new Button.Tap(words.Label("admin.debit"), new Callback.AdminAsk("debit", $"/debit {id}")),
            ],
            [
                new Button.Tap(words.Label("admin.bonus"), new Callback.AdminAsk("bonus", $"/bonus {id}")),
                customer.IsBanned
                    ? new Button.Tap(words.Label("admin.unban"), new Callback.AdminUnban(customer.Id))
                    : new Button.Tap(words.Label("admin.ban"), new Callback.AdminAsk("ban", $"/ban {id}")),
            ],
            AdminScreens.Back(visit));
    }

    /// <summary>Never without the id: names change hands, and anybody may be called like somebody else's.</summary>
    public static string NameOf(CustomerProfile customer) => $"{(customer.Username is { } name ? "@" + name : Called(customer))} ({customer.TelegramId})";

    /// <summary>What they call themselves, in marks that keep it apart from a @name and an id, and its direction to itself.</summary>
    public static string Called(CustomerProfile customer) => $"“\u2068{PersonName.Read(customer.Name)}\u2069”";

    private async Task<Screen> ChangeAsync(Visit visit, string usage, string reference, CustomerChange requested, CancellationToken ct)
    {
        if (reference.Length == 0)
            return AdminScreens.Usage(visit, usage);
        var looked = await lookup.FindAsync(visit, usage, reference, ct);
        if (looked.Customer is not { } customer)
            return looked.Instead!;
        return (await change.HandleAsync(customer.Id, requested, ct)).Match(
            changed => Card(visit, changed), failed => AdminScreens.Usage(visit, usage, ErrorTexts.Of(visit.Words, failed)));
    }
}
