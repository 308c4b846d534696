using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.Integrations.Reading;

namespace XthonBot.Integrations.Suppliers;

/// <summary>
/// Speaks the activation protocol (<c>handler_api.php</c>) to a supplier. Its answers come in many dialects and are read by their nature;
/// what cannot be read is lost, and noted for the operator.
/// </summary>
internal sealed class ActivationClient(IOptions<SuppliersOptions> suppliers, Exchange exchange, SupplierNotes notes, TimeProvider time)
    : ISupplierClient
{
    /// <summary>Then one that did not know the second version of an action is asked for it again.</summary>
    private static readonly TimeSpan OldUntilAskedAgain = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> old = new(StringComparer.OrdinalIgnoreCase);

    public async Task<BuyAnswer> BuyAsync(string supplier, string service, Money most, string reference, CancellationToken ct)
    {
        try
        {
            var reply = await exchange.AskAsync(
                supplier,
                "getNumber",
                ct,
                ("service", service),
                ("country", Country(supplier)),
                ("maxPrice", Amounts.Theirs(most, suppliers.Value[supplier].Rate)),
                ("orderId", reference)
            );
            return Purchases.Read(reply) switch
            {
                null => throw Unread(supplier, "getNumber", reply),
                BuyAnswer.None { Doubt: not Doubt.None } none => Noted(supplier, reply, none),
                var answer => answer,
            };
        }
        catch (SupplierLostException e)
            when (e.InnerException
                    is HttpRequestException
                    {
                        HttpRequestError: HttpRequestError.ConnectionError
                            or HttpRequestError.NameResolutionError
                            or HttpRequestError.SecureConnectionError,
                    }
            )
        {
            // It was never sent.
            return new BuyAnswer.None("no connection");
        }
    }

    public async Task<UpstreamStatus> StatusAsync(string supplier, string externalId, CancellationToken ct)
    {
        if (old.TryGetValue(supplier, out var until) && time.GetUtcNow() < until)
            return await OldStatusAsync(supplier, externalId, ct);
        var reply = await exchange.AskAsync(supplier, "getStatusV2", ct, ("id", externalId));
        if (Statuses.Read(reply, externalId) is { } status)
            return status;
        // An upstream that does not know the second version says so in some way, and is asked by the first.
        if (!reply.IsRefused && (!reply.IsFine || reply.IsBroken))
            throw Unread(supplier, "getStatusV2", reply);
        UpstreamStatus first;
        try
        {
            first = await OldStatusAsync(supplier, externalId, ct);
        }
        catch (SupplierLostException)
        {
            notes.NoteUnread(supplier, "getStatusV2", reply.Status, reply.Body);
            throw;
        }

        if (reply.Status is not (401 or 403 or 429))
            old[supplier] = time.GetUtcNow() + OldUntilAskedAgain;
        return first;
    }

    public async Task<ChangeAnswer> ChangeAsync(string supplier, string externalId, UpstreamChange change, CancellationToken ct)
    {
        var reply = await exchange.AskAsync(
            supplier,
            "setStatus",
            ct,
            ("id", externalId),
            ("status", ((int)change).ToString(CultureInfo.InvariantCulture))
        );
        return Changes.Read(reply, change) ?? throw Unread(supplier, "setStatus", reply);
    }

    public async Task<IReadOnlyList<ActiveNumber>> ActiveAsync(string supplier, CancellationToken ct)
    {
        var reply = await exchange.AskAsync(supplier, "getActiveActivations", ct);
        var isRefusal =
            (reply.IsRefused || reply is { IsFine: true, IsBroken: false, HasWords: true })
            && !Purchases.IsFault(reply)
            && !Purchases.IsPause(reply);
        return ActiveList.Read(reply)
            ?? throw Unread(supplier, "getActiveActivations", reply, isRefusal && !(reply.Json is { } json && ActiveList.HoldsRows(json)));
    }

    public async Task<IReadOnlyDictionary<string, (Money Cost, int Count)>> OffersAsync(string supplier, CancellationToken ct)
    {
        var options = suppliers.Value[supplier];
        var reply = await exchange.AskAsync(supplier, "getPrices", ct, ("country", Country(supplier)));
        var list = new PriceList([.. options.Services.Values], options.CountryNumber, options.Rate);
        var prices = list.Read(reply) ?? throw Unread(supplier, "getPrices", reply);
        if (list.HasUnread)
            notes.NoteUnread(supplier, "getPrices", reply.Status, reply.Body);
        return prices;
    }

    public async Task<Money> BalanceAsync(string supplier, CancellationToken ct)
    {
        var reply = await exchange.AskAsync(supplier, "getBalance", ct);
        var amount =
            reply.Words.Where(w => w.Word == "ACCESS_BALANCE").Select(w => w.Tail).FirstOrDefault()
            ?? (
                reply.Json is { } json
                    ? Loose
                        .Objects(json)
                        .Select(o => Loose.Text(o, "balance", "amount", "accessbalance"))
                        .FirstOrDefault(text => text is not null)
                    : reply.Text
            );
        return reply.IsFine && Amounts.Dollars(amount, suppliers.Value[supplier].Rate, roundUp: false) is { } balance
            ? balance
            : throw Unread(supplier, "getBalance", reply);
    }

    private string Country(string supplier) => suppliers.Value[supplier].CountryNumber.ToString(CultureInfo.InvariantCulture);

    private async Task<UpstreamStatus> OldStatusAsync(string supplier, string externalId, CancellationToken ct)
    {
        var reply = await exchange.AskAsync(supplier, "getStatus", ct, ("id", externalId));
        return Statuses.Read(reply, externalId) ?? throw Unread(supplier, "getStatus", reply);
    }

    private BuyAnswer.None Noted(string supplier, Reply reply, BuyAnswer.None none)
    {
        notes.NoteUnread(supplier, "getNumber", reply.Status, reply.Body);
        return none;
    }

    private SupplierLostException Unread(string supplier, string action, Reply reply, bool isRefusal = false)
    {
        if (notes.RefusesKey(supplier))
            return new SupplierLostException($"{action}: it refuses the key") { IsRefusal = isRefusal };
        notes.NoteUnread(supplier, action, reply.Status, reply.Body);
        return new SupplierLostException(
            string.Create(CultureInfo.InvariantCulture, $"{action}: HTTP {reply.Status}, not an answer of the protocol")
        )
        {
            IsRefusal = isRefusal,
        };
    }
}
