using System.Text;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Payments;
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
internal sealed class BuyScreens(
    ListServicesHandler services,
    FindCustomerHandler customers,
    PlaceOrderHandler place,
    MissingPurchase missingMoney
) : IChatFeature
{
    private const int PageSize = 8;
    private const int MaxFilterBytes = 24;

    public void Map(Routes routes) =>
        routes
            .Customers.Command("/buy", (chat, filter, ct) => ListAsync(chat, 0, filter, ct))
            .Tap<Callback.Services>((chat, list, ct) => ListAsync(chat, list.Page, list.Filter, ct))
            .Tap<Callback.Service>((chat, service, ct) => ServiceAsync(chat, service.Id, ct))
            .Tap<Callback.BuyAgain>(async (chat, again, ct) => await ServiceAsync(chat, again.Id, ct) with { AsNew = true })
            .Tap<Callback.Buy>(BuyAsync);

    private async Task<Screen> ListAsync(ChatContext chat, int page, string filter, CancellationToken ct)
    {
        var words = chat.Words;
        filter = Trim(filter);
        var found = (await services.HandleAsync(chat.Customer.Id, ct))
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
            .Select(s => (IReadOnlyList<Button>)[new Button.Tap(LabelOf(chat, s), new Callback.Service(s.Id))])
            .ToList();
        if (pages > 1)
            rows.Add(Navigation.Pages(page, pages, to => new Callback.Services(to, filter)));
        rows.Add([Navigation.Home(words)]);
        var title = filter.Length == 0 ? words.Html("buy.list") : words.Html("buy.filtered", ("filter", filter));
        return new Screen(title, [.. rows]);
    }

    private async Task<Screen> ServiceAsync(ChatContext chat, ServiceId id, CancellationToken ct)
    {
        var found = await services.FindAsync(chat.Customer.Id, id, ct);
        if (!found.TryGet(out var service, out var error))
            return new Screen(ErrorTexts.Of(chat.Words, error), Back(chat), [Navigation.Home(chat.Words)]);
        return await OfferAsync(chat, service, null, ct);
    }

    private async Task<Screen> BuyAsync(ChatContext chat, Callback.Buy purchase, CancellationToken ct)
    {
        var words = chat.Words;
        var placed = await place.HandleAsync(
            new PlaceOrder(
                Buyer.Person(chat.Customer.Id),
                purchase.Id,
                OrderChannel.Chat,
                "chat:" + purchase.Nonce,
                new Money(purchase.PriceMinor)
            ),
            ct
        );
        if (placed.TryGet(out var order, out var error))
        {
            var balance = (await customers.BalanceAsync(chat.Customer.Id, ct)).Amount;
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
                [Navigation.Home(chat.Words)]
            );
        }

        return error switch
        {
            // The screen was drawn at another price: ask again, at this one.
            Error.PriceChanged when await services.FindAsync(chat.Customer.Id, purchase.Id, ct) is { IsOk: true } now => await OfferAsync(
                chat,
                now.Value,
                ErrorTexts.Of(words, error),
                ct
            ),
            Error.InsufficientFunds funds => new Screen(
                ErrorTexts.Of(words, error),
                [await missingMoney.ButtonAsync(chat, purchase.Id, new Money(purchase.PriceMinor), funds.Missing, purchase.Nonce, ct)],
                Back(chat)
            ),
            _ => new Screen(ErrorTexts.Of(words, error), Back(chat), [Navigation.Home(chat.Words)]),
        };
    }

    private async Task<Screen> OfferAsync(ChatContext chat, ServiceView service, string? notice, CancellationToken ct)
    {
        var words = chat.Words;
        var account = await customers.BalanceAsync(chat.Customer.Id, ct);
        var balance = account.Amount;
        var nonce = CallbackCodec.NewNonce();
        var text = new StringBuilder(notice is null ? "" : notice + "\n\n");
        text.Append(words.Html("service.title", ("service", service.Name))).Append("\n\n");
        text.Append(
            service.Price == service.ListPrice
                ? words.Html("service.price", ("price", ScreenText.Dollars(service.Price)))
                : words.Html(
                    "service.bonusprice",
                    ("price", ScreenText.Dollars(service.Price)),
                    ("list", ScreenText.Dollars(service.ListPrice)),
                    ("bonus", chat.Customer.BonusPercent)
                )
        );
        text.Append('\n').Append(words.Html("service.stock", ("stock", service.Stock))).Append('\n');
        if (service.Texts != TextCompletes.Never)
            text.Append(words.Html(service.Texts == TextCompletes.Any ? "service.anytext" : "service.wantedtext")).Append('\n');

        var missing = account.MissingFor(service.Price);
        if (service.Stock == 0)
        {
            text.Append('\n').Append(words.Html("error.stock", ("service", service.Name)));
            return new Screen(text.ToString(), Back(chat), [Navigation.Home(words)]);
        }

        if (missing > Money.Zero)
        {
            text.Append(words.Html("service.short", ("balance", ScreenText.Dollars(balance)), ("missing", ScreenText.Dollars(missing))));
            return new Screen(
                text.ToString(),
                Back(chat),
                [await missingMoney.ButtonAsync(chat, service.Id, service.Price, missing, nonce, ct)],
                [Navigation.Home(words)]
            );
        }

        text.Append(
            words.Html("service.after", ("balance", ScreenText.Dollars(balance)), ("after", ScreenText.Dollars(balance - service.Price)))
        );
        var buy = new Callback.Buy(service.Id, nonce, service.Price.Minor);
        return new Screen(
            text.ToString(),
            [.. Back(chat), new Button.Tap(words.Label("service.buy", ("price", ScreenText.Dollars(service.Price))), buy)],
            [Navigation.Home(chat.Words)]
        );
    }

    private static string LabelOf(ChatContext chat, ServiceView service) =>
        service.Stock == 0
            ? chat.Words.Label("buy.soldout", ("service", service.Name), ("price", ScreenText.Dollars(service.Price)))
            : chat.Words.Label(
                "buy.row",
                ("service", service.Name),
                ("price", ScreenText.Dollars(service.Price)),
                ("stock", service.Stock)
            );

    private static IReadOnlyList<Button> Back(ChatContext chat) => [Navigation.Back(chat.Words, new Callback.Services(0, ""))];

    // The filter must fit into the data of a page button.
    private static string Trim(string filter)
    {
        var text = filter.Trim().Replace('|', ' ');
        while (Encoding.UTF8.GetByteCount(text) > MaxFilterBytes)
            text = StorableText.Cut(text, text.Length - 1);
        return text;
    }
}
