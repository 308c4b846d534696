using System.Text;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Views.Storefront;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Buying;

/// <summary>From the list of services to a purchase.</summary>
internal sealed class BuyScreens(ListServicesHandler services, FindCustomerHandler customers, PlaceOrderHandler place) : IChatFeature
{
    private const int PageSize = 8;
    private const int MaxFilterBytes = 24;

    public void Map(Routes routes) =>
        routes
            .Customers.Command("/buy", (visit, filter, ct) => ListAsync(visit, 0, filter, ct))
            .Tap<Callback.Services>((visit, list, ct) => ListAsync(visit, list.Page, list.Filter, ct))
            .Tap<Callback.Service>((visit, service, ct) => ServiceAsync(visit, service.Id, ct))
            .Tap<Callback.BuyAgain>(async (visit, again, ct) => await ServiceAsync(visit, again.Id, ct) with { AsNew = true })
            .Tap<Callback.Buy>(BuyAsync);

    private async Task<Screen> ListAsync(ChatContext visit, int page, string filter, CancellationToken ct)
    {
        var words = visit.Words;
        filter = Trim(filter);
        var found = (await services.HandleAsync(visit.Customer.Id, ct))
            .Where(s =>
                s.Name.Contains(filter, StringComparison.OrdinalIgnoreCase) || s.Code.StartsWith(filter, StringComparison.OrdinalIgnoreCase)
            )
            .OrderBy(s => s.Stock == 0)
            .ToList();
        if (found.Count == 0)
            return filter.Length == 0
                ? new Screen(words.Html("buy.empty"), [Navigation.Home(words)])
                : new Screen(
                    words.Html("buy.nomatch", ("filter", filter)),
                    [new Button.Tap(words.Label("buy.all"), new Callback.Services(0, ""))],
                    [Navigation.Home(words)]
                );

        var pages = (found.Count + PageSize - 1) / PageSize;
        page = Math.Clamp(page, 0, pages - 1);
        var rows = found
            .Skip(page * PageSize)
            .Take(PageSize)
            .Select(s => (IReadOnlyList<Button>)[new Button.Tap(LabelOf(visit, s), new Callback.Service(s.Id))])
            .ToList();
        if (pages > 1)
            rows.Add(Navigation.Pages(page, pages, to => new Callback.Services(to, filter)));
        rows.Add([Navigation.Home(words)]);
        var title = filter.Length == 0 ? words.Html("buy.list") : words.Html("buy.filtered", ("filter", filter));
        return new Screen(title, [.. rows]);
    }

    private async Task<Screen> ServiceAsync(ChatContext visit, ServiceId id, CancellationToken ct)
    {
        var found = await services.FindAsync(visit.Customer.Id, id, ct);
        if (!found.TryGet(out var service, out var error))
            return new Screen(ErrorTexts.Of(visit.Words, error), Back(visit), [Navigation.Home(visit.Words)]);
        return Offer(visit, service, (await customers.BalanceAsync(visit.Customer.Id, ct)).Amount, null);
    }

    private async Task<Screen> BuyAsync(ChatContext visit, Callback.Buy purchase, CancellationToken ct)
    {
        var words = visit.Words;
        var placed = await place.HandleAsync(
            new PlaceOrder(
                Buyer.Person(visit.Customer.Id),
                purchase.Id,
                OrderChannel.Chat,
                "chat:" + purchase.Nonce,
                new Money(purchase.PriceMinor)
            ),
            ct
        );
        if (placed.TryGet(out var order, out var error))
        {
            var balance = (await customers.BalanceAsync(visit.Customer.Id, ct)).Amount;
            return new Screen(
                words.Html(
                    "buy.done",
                    ("service", order.ServiceName),
                    ("price", ScreenText.Dollars(order.Price)),
                    ("balance", ScreenText.Dollars(balance))
                ),
                [
                    new Button.Tap(words.Label("key.buy"), new Callback.Services(0, "")),
                    new Button.Tap(words.Label("key.numbers"), new Callback.Orders(0)),
                ],
                [Navigation.Home(visit.Words)]
            );
        }

        return error switch
        {
            // The screen was drawn at another price: ask again, at this one.
            Error.PriceChanged when await services.FindAsync(visit.Customer.Id, purchase.Id, ct) is { IsOk: true } now => Offer(
                visit,
                now.Value,
                (await customers.BalanceAsync(visit.Customer.Id, ct)).Amount,
                ErrorTexts.Of(words, error)
            ),
            Error.InsufficientFunds => new Screen(
                ErrorTexts.Of(words, error),
                [new Button.Tap(words.Label("key.topup"), new Callback.TopUp())],
                Back(visit)
            ),
            _ => new Screen(ErrorTexts.Of(words, error), Back(visit), [Navigation.Home(visit.Words)]),
        };
    }

    private static Screen Offer(ChatContext visit, ServiceView service, Money balance, string? notice)
    {
        var words = visit.Words;
        var text = new StringBuilder(notice is null ? "" : notice + "\n\n");
        text.Append(words.Html("service.title", ("service", service.Name))).Append("\n\n");
        text.Append(
            service.Price == service.ListPrice
                ? words.Html("service.price", ("price", ScreenText.Dollars(service.Price)))
                : words.Html(
                    "service.bonusprice",
                    ("price", ScreenText.Dollars(service.Price)),
                    ("list", ScreenText.Dollars(service.ListPrice)),
                    ("bonus", visit.Customer.BonusPercent)
                )
        );
        text.Append('\n').Append(words.Html("service.stock", ("stock", service.Stock))).Append('\n');

        var missing = service.Price - balance;
        if (service.Stock == 0)
        {
            text.Append('\n').Append(words.Html("error.stock", ("service", service.Name)));
            return new Screen(text.ToString(), Back(visit), [Navigation.Home(words)]);
        }

        if (missing > Money.Zero)
        {
            text.Append(words.Html("service.short", ("balance", ScreenText.Dollars(balance)), ("missing", ScreenText.Dollars(missing))));
            return new Screen(
                text.ToString(),
                [.. Back(visit), new Button.Tap(words.Label("key.topup"), new Callback.TopUp())],
                [Navigation.Home(words)]
            );
        }

        text.Append(
            words.Html("service.after", ("balance", ScreenText.Dollars(balance)), ("after", ScreenText.Dollars(balance - service.Price)))
        );
        var buy = new Callback.Buy(service.Id, CallbackCodec.NewNonce(), service.Price.Minor);
        return new Screen(
            text.ToString(),
            [.. Back(visit), new Button.Tap(words.Label("service.buy", ("price", ScreenText.Dollars(service.Price))), buy)],
            [Navigation.Home(visit.Words)]
        );
    }

    private static string LabelOf(ChatContext visit, ServiceView service) =>
        service.Stock == 0
            ? visit.Words.Label("buy.soldout", ("service", service.Name), ("price", ScreenText.Dollars(service.Price)))
            : visit.Words.Label(
                "buy.row",
                ("service", service.Name),
                ("price", ScreenText.Dollars(service.Price)),
                ("stock", service.Stock)
            );

    private static IReadOnlyList<Button> Back(ChatContext visit) => [Navigation.Back(visit.Words, new Callback.Services(0, ""))];

    // The filter must fit into the data of a page button.
    private static string Trim(string filter)
    {
        var text = filter.Trim().Replace('|', ' ');
        while (Encoding.UTF8.GetByteCount(text) > MaxFilterBytes)
            text = StorableText.Cut(text, text.Length - 1);
        return text;
    }
}
