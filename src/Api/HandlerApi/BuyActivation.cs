using XthonBot.Api.Keys;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Views.Accounts;
using XthonBot.Core.Views.Storefront;

namespace XthonBot.Api.HandlerApi;

/// <summary>Buys a number: the purchase is carried out exactly as it was asked for, or refused, and then nothing is charged.</summary>
internal sealed class BuyActivation(
    ListServicesHandler services,
    PlaceOrderHandler place,
    CancelOrderHandler cancel,
    ReadActivationsHandler activations
)
{
    /// <summary>How often an order whose number never came is tried anew under the client's name for it.</summary>
    private const int MostTries = 20;

    /// <param name="shape">Of the answer.</param>
    /// <param name="isJson">Whether that is JSON.</param>
    public async Task<string> HandleAsync(
        Caller caller,
        ActivationRequest request,
        Func<OrderNumber, OrderView, string> shape,
        bool isJson,
        CancellationToken ct
    )
    {
        if (PurchaseParameters.WhyNot(request, isJson) is { } refused)
            return refused;
        if ((await services.HandleAsync(caller.Id, ct)).FirstOrDefault(s => s.Code == request["service"]) is not { } service)
            return "BAD_SERVICE";
        if (!Country.IsHere(request))
            return "BAD_COUNTRY";
        if (PurchaseParameters.Read(request, TooDear(request, service.Price), out var word) is not { } terms)
            return word;

        var (key, before) = terms.Order is { } name ? await FindAsync(caller.Id, name, ct) : (null, null);
        if (before?.Order is { Phone: not null } again)
            return Fits(again, service, terms) ? shape(before.Id, again) : "ORDER_ALREADY_EXISTS";

        var placed = await place.HandleAsync(
            new PlaceOrder(
                caller.Buyer,
                service.Id,
                OrderChannel.Api,
                key,
                AgreedPrice: terms.IsFixedPrice ? terms.MostPrice : null,
                MostPrice: terms.MostPrice
            )
            {
                Except = terms.Except,
            },
            ct
        );
        if (!placed.TryGet(out var order, out var error))
            return Refusal(request, error);
        // Of several purchases with one name at once, the first one buys; the others are checked against its order.
        if (!Fits(order, service, terms))
            return "ORDER_ALREADY_EXISTS";

        // The supplier has not answered yet. The protocol has no word for that: the order is canceled and refunded.
        if (order.Phone is null)
        {
            await cancel.HandleAsync(new CancelOrder(caller.Id, order.Id), ct);
            return "NO_NUMBERS";
        }

        return shape(await activations.IdOfAsync(order.Id, ct), order);
    }

    /// <summary>The order that was bought by this name, or the key by which it is bought now.</summary>
    private async Task<(string Key, ActivationView? Before)> FindAsync(CustomerId customer, string name, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var key = OrderKey.Of(name, attempt);
            var before = await activations.OfPurchaseAsync(customer, key, ct);
            // An order that was refunded because no number came counts as never placed.
            if (before is not { Order: { Phone: null, IsOpen: false } } || attempt == MostTries)
                return (key, before);
        }
    }

    /// <summary>Whether an order is what is asked for now: of this service, within the price, and no number that is excluded.</summary>
    private static bool Fits(OrderView order, ServiceView service, PurchaseTerms terms) =>
        order.Service == service.Id
        && !terms.Except.Any(prefix => order.Phone?.StartsWith(prefix, StringComparison.Ordinal) == true)
        && (terms.MostPrice is not { } most || (terms.IsFixedPrice ? order.Price == most : order.Price <= most));

    private static string Refusal(ActivationRequest request, Error error) =>
        error switch
        {
            Error.InsufficientFunds or Error.DailyLimitReached => request.IsDaisy ? "NO_MONEY" : "NO_BALANCE",
            Error.TooDear dear => TooDear(request, dear.Price),
            Error.PriceChanged changed => TooDear(request, changed.Now),
            Error.TooManyOpen => request.IsDaisy ? "TOO_MANY_ACTIVE_RENTALS" : "CHANNELS_LIMIT",
            Error.Banned => "BAD_KEY",
            Error.NotFound => "BAD_SERVICE",
            _ => "NO_NUMBERS",
        };

    private static string TooDear(ActivationRequest request, Money price) =>
        request.IsDaisy ? "MAX_PRICE_EXCEEDED" : $"WRONG_MAX_PRICE:{price}";
}

/// <summary>The name that a client gives a purchase (<c>orderId</c>) among the keys by which the store buys once.</summary>
internal static class OrderKey
{
    private const string Prefix = "order:";

    public static string Of(string name, int attempt) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Prefix}{attempt}:{name}");

    /// <returns>Null for a key of another kind.</returns>
    public static string? NameOf(string? key) =>
        key is not null && key.StartsWith(Prefix, StringComparison.Ordinal) && key.IndexOf(':', Prefix.Length) is > 0 and var colon
            ? key[(colon + 1)..]
            : null;
}
