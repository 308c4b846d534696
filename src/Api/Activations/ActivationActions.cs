using System.Globalization;
using System.Text.Json.Nodes;
using XthonBot.Api.Keys;
using XthonBot.Core.Activations;
using XthonBot.Core.ApiKeys;
using XthonBot.Core.Catalog;
using XthonBot.Core.Customers;
using XthonBot.Core.Orders;
using XthonBot.Core.Primitives;

namespace XthonBot.Api.Activations;

/// <summary>The actions of the activation protocol, each in its own words. Numbers of the USA alone are sold: country 187.</summary>
internal sealed class ActivationActions(
    FindCustomerHandler customers, ListServicesHandler services, PlaceOrderHandler place, CancelOrderHandler cancel,
    ReadActivationsHandler activations, ChangeActivationHandler change)
{
    /// <summary>The protocol has no word for a key that may not do this: it is a bad one. The test world has no activations.</summary>
    public Task<string> AnswerAsync(string action, Caller caller, Func<string, string> get, CancellationToken ct) =>
        caller.Key.IsTest || (caller.Key.IsReadOnly && action is "getNumber" or "getNumberV2" or "setStatus")
            ? Task.FromResult("BAD_KEY") : AnswerAsync(action, caller.Id, caller.Key.Limit, get, ct);

    private async Task<string> AnswerAsync(string action, CustomerId customer, SpendingLimit? limit, Func<string, string> get, CancellationToken ct) => action switch
    {
        "getBalance" or "getBalanceAndCashBack" => $"ACCESS_BALANCE:{(await customers.BalanceAsync(customer, ct)).Amount}",
        "getNumbersStatus" => ActivationShapes.Counts(IsHere(get) ? await services.HandleAsync(customer, ct) : []),
        "getPrices" => ActivationShapes.Prices(IsHere(get) ? await WantedAsync(customer, get, ct) : []),
        "getTopCountriesByService" => ActivationShapes.TopCountries(await WantedAsync(customer, get, ct)),
        "getServicesList" => ActivationShapes.Services(await services.HandleAsync(customer, ct)),
        "getCountries" => ActivationShapes.Countries(),
        "getOperators" => ActivationShapes.Operators(),
        "getNumber" => await BuyAsync(customer, limit, get, ActivationShapes.Number, ct),
        "getNumberV2" => await BuyAsync(customer, limit, get, ActivationShapes.NumberV2, ct),
        "setStatus" => await SetStatusAsync(customer, get, ct),
        "getStatus" => await OfOneAsync(customer, get, ActivationShapes.Status, ct),
        "getStatusV2" => await OfOneAsync(customer, get, ActivationShapes.StatusV2, ct),
        "getActiveActivations" => ActivationShapes.Active(await activations.OpenAsync(customer, ct)),
        _ => "BAD_ACTION",
    };

    /// <summary>No country is this one; 0 is what the oldest clients send where they were told nothing.</summary>
    private static bool IsHere(Func<string, string> get) => get("country") is "" or "0" or "any" or ActivationShapes.Country;

    private async Task<IReadOnlyList<ServiceView>> WantedAsync(CustomerId customer, Func<string, string> get, CancellationToken ct)
    {
        var all = await services.HandleAsync(customer, ct);
        return get("service") is { Length: > 0 } code ? [.. all.Where(s => s.Code == code)] : all;
    }

    private async Task<string> BuyAsync(CustomerId customer, SpendingLimit? limit, Func<string, string> get, Func<ActivationId, OrderView, string> shape, CancellationToken ct)
    {
        if ((await services.HandleAsync(customer, ct)).FirstOrDefault(s => s.Code == get("service")) is not { } service)
            return "BAD_SERVICE";
        if (!IsHere(get))
            return "NO_NUMBERS";
        Money? most = null;
        if (get("maxPrice") is { Length: > 0 } text)
        {
            if (!TryReadPrice(text, out var price))
                return $"WRONG_MAX_PRICE:{service.Price}";
            most = price;
        }

        // With the client's own word for it a repeated request is the same purchase.
        var key = get("ref") is { Length: > 0 } reference ? ActivationShapes.KeyOf(reference) : null;
        var placed = await place.HandleAsync(new PlaceOrder(customer, service.Id, OrderChannel.Api, key, MostPrice: most, Limit: limit), ct);
        if (!placed.TryGet(out var order, out var error))
        {
            return error switch
            {
                Error.InsufficientFunds or Error.DailyLimitReached => "NO_BALANCE",
                Error.TooDear dear => $"WRONG_MAX_PRICE:{dear.Price}",
                Error.TooManyOpen => "CHANNELS_LIMIT",
                Error.Banned => "BAD_KEY",
                Error.NotFound => "BAD_SERVICE",
                _ => "NO_NUMBERS",
            };
        }

        // Its supplier has not answered yet. The protocol has no word for that: the money goes back, and nobody waits.
        if (order.Phone is null)
        {
            await cancel.HandleAsync(new CancelOrder(customer, order.Id), ct);
            return "NO_NUMBERS";
        }

        return shape(await activations.IdOfAsync(order.Id, ct), order);
    }

    /// <summary>A price as clients write it, with any number of decimals; below a cent it is cut off.</summary>
    private static bool TryReadPrice(string text, out Money price)
    {
        var point = text.IndexOf('.');
        var parsed = Money.Parse(point >= 0 && text.Length > point + 3 && text.AsSpan(point + 3).IndexOfAnyExceptInRange('0', '9') < 0 ? text[..(point + 3)] : text);
        return parsed.TryGet(out price, out _);
    }

    private async Task<string> OfOneAsync(CustomerId customer, Func<string, string> get, Func<ActivationView, string> shape, CancellationToken ct) =>
        TryReadId(get("id"), out var id) ? (await activations.HandleAsync(customer, id, ct)).Match(shape, _ => "NO_ACTIVATION") : "WRONG_ACTIVATION_ID";

    private async Task<string> SetStatusAsync(CustomerId customer, Func<string, string> get, CancellationToken ct)
    {
        if (!TryReadId(get("id"), out var id))
            return "WRONG_ACTIVATION_ID";
        if (!(await activations.HandleAsync(customer, id, ct)).TryGet(out var activation, out _))
            return "NO_ACTIVATION";
        switch (get("status"))
        {
            case "1":
                return activation.Order is { Status: OrderStatus.Pending, IsOpen: true } ? "ACCESS_READY" : "BAD_STATUS";
            case "3":
                return (await change.HandleAsync(customer, id, ActivationWish.Another, ct)).IsOk ? "ACCESS_RETRY_GET" : "BAD_STATUS";
            case "6":
                return (await change.HandleAsync(customer, id, ActivationWish.Finish, ct)).IsOk ? "ACCESS_ACTIVATION" : "BAD_STATUS";
            case "8" or "-1":
                var canceled = await cancel.HandleAsync(new CancelOrder(customer, activation.Order.Id), ct);
                // One that is canceled already is what a client whose answer was lost asks for again.
                return canceled.IsOk || canceled.Error is Error.WrongStatus { Status: OrderStatus.Canceled } ? "ACCESS_CANCEL" : "BAD_STATUS";
            default:
                return "BAD_STATUS";
        }
    }

    private static bool TryReadId(string text, out ActivationId id)
    {
        var isOne = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        id = new ActivationId(value);
        return isOne;
    }
}
