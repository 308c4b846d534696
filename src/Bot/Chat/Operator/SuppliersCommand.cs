using System.Text;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Operator;

/// <summary><c>/suppliers</c>: what upstream has, what it asks, and what it owes.</summary>
internal sealed class SuppliersCommand(ReadSuppliersHandler read, SettleDebtHandler settle) : IChatFeature
{
    private const int ShownServices = 20;

    public void Map(Routes routes) =>
        routes
            .Operators.Command("/suppliers", HandleAsync)
            .Tap<Callback.AdminSuppliers>(ShowAsync)
            .Tap<Callback.AdminSettle>((chat, debt, ct) => SettleAsync(chat, debt.Id, ct));

    private Task<Screen> HandleAsync(ChatContext chat, string rest, CancellationToken ct) =>
        rest.Length == 0 ? ShowAsync(chat, ct) : Task.FromResult(CommandText.Usage(chat, "suppliers"));

    private async Task<Screen> ShowAsync(ChatContext chat, CancellationToken ct)
    {
        var words = chat.Words;
        var view = await read.HandleAsync(ct);
        if (view.Suppliers.Count == 0 && view.DebtCount == 0)
            return new Screen(words.Html("suppliers.none"), AdminScreens.Back(chat));

        var text = new StringBuilder(words.Html("suppliers.title"));
        foreach (var supplier in view.Suppliers)
        {
            text.Append("\n\n")
                .Append(
                    supplier.IsAgent
                        ? words.Html("suppliers.bank", ("name", supplier.Name), ("open", supplier.Open))
                        : words.Html(
                            "suppliers.one",
                            ("name", supplier.Name),
                            ("open", supplier.Open),
                            ("balance", supplier.Balance is { } balance ? ScreenText.Dollars(balance) : words.Label("suppliers.silent"))
                        )
                );
            if (supplier.RefusesKey)
                text.Append('\n').Append(words.Html("suppliers.key", ("setting", $"Suppliers:{supplier.Name}:ApiKey")));
            if (supplier.Unread is { } unread)
                text.Append('\n')
                    .Append(
                        words.Html(
                            "suppliers.unread",
                            ("action", unread.Action),
                            ("status", unread.Status),
                            ("at", LocalTime.At(unread.At)),
                            ("beginning", unread.Beginning.Length > 0 ? unread.Beginning : "—")
                        )
                    );
            foreach (var service in supplier.Services.Take(ShownServices))
                text.Append('\n')
                    .Append(
                        !service.IsCurrent || service.Count == 0 ? words.Html("suppliers.noservice", ("code", service.Code))
                        : service.Cost == Money.Zero
                            ? words.Html(
                                "suppliers.ownservice",
                                ("code", service.Code),
                                ("price", ScreenText.Dollars(service.Price)),
                                ("count", service.Count)
                            )
                        : words.Html(
                            "suppliers.service",
                            ("code", service.Code),
                            ("cost", ScreenText.Dollars(service.Cost)),
                            ("price", ScreenText.Dollars(service.Price)),
                            ("count", service.Count)
                        )
                    );
        }

        var rows = new List<IReadOnlyList<Button>>();
        if (view.DebtCount > 0)
        {
            text.Append("\n\n").Append(words.Html("suppliers.owed", ("count", view.DebtCount), ("amount", ScreenText.Dollars(view.Owed))));
            foreach (var debt in view.Debts)
            {
                text.Append('\n')
                    .Append(
                        words.Html(
                            "suppliers.debt",
                            ("name", debt.Supplier),
                            ("amount", ScreenText.Dollars(debt.Cost)),
                            ("activation", debt.ExternalId ?? "—"),
                            ("order", debt.Order),
                            ("at", LocalTime.At(debt.At))
                        )
                    );
                rows.Add([
                    new Button.Tap(
                        words.Label("suppliers.settle", ("name", debt.Supplier), ("amount", ScreenText.Dollars(debt.Cost))),
                        new Callback.AdminSettle(debt.Order)
                    ),
                ]);
            }
        }

        rows.Add([new Button.Tap(words.Label("suppliers.refresh"), new Callback.AdminSuppliers()), .. AdminScreens.Back(chat)]);
        return new Screen(text.ToString(), [.. rows]);
    }

    private async Task<Screen> SettleAsync(ChatContext chat, OrderId order, CancellationToken ct)
    {
        // A second tap finds it settled; the list says so by itself.
        _ = await settle.HandleAsync(order, chat.Operator, ct);
        return await ShowAsync(chat, ct);
    }
}
