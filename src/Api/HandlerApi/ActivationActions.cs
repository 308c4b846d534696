using System.Collections.Frozen;
using System.Globalization;
using XthonBot.Api.Keys;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Views.Accounts;
using XthonBot.Core.Views.Storefront;

namespace XthonBot.Api.HandlerApi;

/// <summary>The actions of the activation protocol by their names, each in its own words.</summary>
internal sealed class ActivationActions
{
    private readonly FindCustomerHandler customers;
    private readonly ListServicesHandler services;
    private readonly ReadActivationsHandler activations;
    private readonly CancelOrderHandler cancel;
    private readonly ChangeOrderRequestHandler change;
    private readonly FrozenDictionary<string, Act> acts;

    public ActivationActions(
        FindCustomerHandler customers,
        ListServicesHandler services,
        ReadActivationsHandler activations,
        CancelOrderHandler cancel,
        ChangeOrderRequestHandler change,
        BuyActivation buy,
        ActivationHistory history
    )
    {
        (this.customers, this.services, this.activations, this.cancel, this.change) = (customers, services, activations, cancel, change);
        acts = new Dictionary<string, Act>
        {
            ["getBalance"] = new(BalanceAsync),
            ["getBalanceAndCashBack"] = new(BalanceAsync),
            ["getNumbersStatus"] = new((caller, request, ct) => ListAsync(caller, request, ActivationLists.Counts, ct)),
            ["getPrices"] = new((caller, request, ct) => ListAsync(caller, request, ActivationLists.Prices, ct)),
            ["getPricesExtended"] = new((caller, request, ct) => ListAsync(caller, request, ActivationLists.Prices, ct)),
            ["getPricesVerification"] = new((caller, request, ct) => ListAsync(caller, request, ActivationLists.PricesByService, ct)),
            ["getTopCountriesByService"] = new((caller, request, ct) => ListAsync(caller, request, ActivationLists.TopCountries, ct)),
            ["getTopCountriesByServiceRank"] = new((caller, request, ct) => ListAsync(caller, request, ActivationLists.TopCountries, ct)),
            ["getServicesList"] = new((caller, request, ct) => ListAsync(caller, request, ActivationLists.Services, ct)),
            ["getCountries"] = new((_, _, _) => Task.FromResult(ActivationLists.Countries())),
            ["getOperators"] = new(
                (_, request, _) => Task.FromResult(Country.IsHere(request) ? ActivationLists.Operators() : "OPERATORS_NOT_FOUND")
            ),
            ["getNumber"] = new(
                (caller, request, ct) => buy.HandleAsync(caller, request, ActivationShapes.Number, isJson: false, ct),
                Changes: true
            ),
            ["getNumberV2"] = new(
                (caller, request, ct) => buy.HandleAsync(caller, request, ActivationShapes.NumberV2, isJson: true, ct),
                Changes: true
            ),
            ["setStatus"] = new((caller, request, ct) => SetStatusAsync(caller, request, request["status"], ct), Changes: true),
            ["finishActivation"] = new((caller, request, ct) => SetStatusAsync(caller, request, "6", ct), Changes: true),
            ["cancelActivation"] = new((caller, request, ct) => SetStatusAsync(caller, request, "8", ct), Changes: true),
            ["getStatus"] = new((caller, request, ct) => OfOneAsync(caller, request, ActivationShapes.Status, ct)),
            ["getStatusV2"] = new((caller, request, ct) => OfOneAsync(caller, request, ActivationShapes.StatusV2, ct)),
            ["getFullSms"] = new((caller, request, ct) => OfOneAsync(caller, request, ActivationShapes.FullSms, ct)),
            ["getActiveActivations"] = new(async (caller, _, ct) => ActivationShapes.Active(await activations.OpenAsync(caller.Id, ct))),
            ["getCurrentActivations"] = new(CurrentAsync),
            ["getListOfActiveActivations"] = new(CurrentAsync),
            ["getAllSms"] = new((caller, request, ct) => history.TextsAsync(caller, request, ct)),
            ["getHistory"] = new((caller, request, ct) => history.OrdersAsync(caller, request, ct)),
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The protocol has no word for a key that may not do this: it is a bad one. The test world has no activations.</summary>
    public async Task<string> AnswerAsync(Caller caller, ActivationRequest request, CancellationToken ct) =>
        caller.Key.IsTest ? "BAD_KEY"
        : !acts.TryGetValue(request["action"], out var act) ? "BAD_ACTION"
        : act.Changes && caller.Key.IsReadOnly ? "BAD_KEY"
        : act.Changes && request.HasUnreadBody ? request.Refuse("BAD_ACTION", null)
        : await act.AnswerAsync(caller, request, ct);

    public static bool TryReadId(ActivationRequest request, out OrderNumber id)
    {
        var isOne = long.TryParse(request["id"], NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        id = new OrderNumber(value);
        return isOne;
    }

    private async Task<string> BalanceAsync(Caller caller, ActivationRequest request, CancellationToken ct) =>
        $"ACCESS_BALANCE:{(await customers.BalanceAsync(caller.Id, ct)).Amount}";

    private async Task<string> CurrentAsync(Caller caller, ActivationRequest request, CancellationToken ct) =>
        ActivationShapes.Current(await activations.OpenAsync(caller.Id, ct));

    /// <summary>An unknown country or service is answered as such, not as an empty shelf.</summary>
    private async Task<string> ListAsync(
        Caller caller,
        ActivationRequest request,
        Func<IReadOnlyList<ServiceView>, string> shape,
        CancellationToken ct
    )
    {
        if (!Country.IsHere(request))
            return "BAD_COUNTRY";
        var all = await services.HandleAsync(caller.Id, ct);
        if (!request.Has("service") || request["service"] is not { Length: > 0 } code)
            return shape(all);
        return all.FirstOrDefault(s => s.Code == code) is { } one ? shape([one]) : "BAD_SERVICE";
    }

    private async Task<string> OfOneAsync(
        Caller caller,
        ActivationRequest request,
        Func<ActivationView, string> shape,
        CancellationToken ct
    ) =>
        TryReadId(request, out var id)
            ? (await activations.HandleAsync(caller.Id, id, ct)).Match(shape, _ => "NO_ACTIVATION")
            : "WRONG_ACTIVATION_ID";

    private async Task<string> SetStatusAsync(Caller caller, ActivationRequest request, string status, CancellationToken ct)
    {
        if (!TryReadId(request, out var id))
            return "WRONG_ACTIVATION_ID";
        if (!(await activations.HandleAsync(caller.Id, id, ct)).TryGet(out var activation, out _))
            return "NO_ACTIVATION";
        switch (status)
        {
            case "1":
                return activation.Order is { Status: OrderStatus.Pending, IsOpen: true } ? "ACCESS_READY" : "BAD_STATUS";
            case "3":
                return (await change.HandleAsync(caller.Id, id, OrderRequestKind.Another, ct)).IsOk ? "ACCESS_RETRY_GET" : "BAD_STATUS";
            case "6":
                return (await change.HandleAsync(caller.Id, id, OrderRequestKind.Finish, ct)).IsOk ? "ACCESS_ACTIVATION" : "BAD_STATUS";
            case "8" or "-1":
                var canceled = await cancel.HandleAsync(new CancelOrder(caller.Id, activation.Order.Id), ct);
                // A client whose answer was lost cancels again: a canceled order is answered as canceled now.
                return canceled.IsOk || canceled.Error is Error.WrongStatus { Status: OrderStatus.Canceled }
                    ? "ACCESS_CANCEL"
                    : "BAD_STATUS";
            default:
                return "BAD_STATUS";
        }
    }

    /// <param name="Changes">Whether the action changes something, which a read-only key may not.</param>
    private sealed record Act(Func<Caller, ActivationRequest, CancellationToken, Task<string>> AnswerAsync, bool Changes = false);
}
