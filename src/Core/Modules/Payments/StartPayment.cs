using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Settings;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Modules.Payments;

/// <summary>The purchase that goes on once the money is there.</summary>
/// <param name="Key">Its one-use nonce: the same one buys once, however often it is paid for.</param>
public sealed record PurchaseToContinue(ServiceId Service, Money AgreedPrice, string Key);

/// <summary>A customer wants to pay in.</summary>
/// <param name="Key">Of whoever asks, such as a tap: the same one opens one payment. Null: each opens another.</param>
public sealed record StartPayment(
    CustomerId Customer,
    string Way,
    Money Amount,
    OrderChannel Channel,
    string? Key = null,
    PurchaseToContinue? Purchase = null
)
{
    /// <summary>One line for the payer, in their language, such as <c>Balance at Xthon Virtual</c>.</summary>
    public string Description { get; init; } = "";
}

public sealed partial class StartPaymentHandler(
    Store store,
    PaymentProviders providers,
    ReportPayments report,
    IOptions<StoreIdentity> identity,
    IOptions<PaymentsOptions> options,
    TimeProvider time,
    ILogger<StartPaymentHandler> log
)
{
    // Somebody who asks again so soon meets the first request under way.
    private static readonly TimeSpan UnderWay = TimeSpan.FromSeconds(30);

    /// <returns>
    /// The payment with what the payer opens. <see cref="Error.WayUnavailable"/> where the provider does not answer: another way may.
    /// </returns>
    public async Task<Result<PaymentView>> HandleAsync(StartPayment command, CancellationToken ct)
    {
        if (providers.Find(command.Way) is not { } way)
            return new Error.NotFound("method");
        if (providers.WrongSetting(way) is not null || (await ClosedWays.OfAsync(store, command.Customer, [way], ct)).Count > 0)
            return new Error.WayUnavailable(way.Name);
        if (command.Amount < way.Options.LeastAmount || command.Amount > way.Options.MostAmount)
            return new Error.AmountOutside(way.Options.LeastAmount, way.Options.MostAmount);

        var now = time.UtcNow();
        var id = new PaymentId(Guid.CreateVersion7(now));
        Result<PaymentView> added;
        try
        {
            added = await store.WriteAsync((db, token) => AddAsync(db, command, way, id, now, token), ct);
        }
        catch (DbUpdateException e) when (command.Key is not null && e.IsUniqueViolation())
        {
            added = await store.ReadAsync(
                async (db, token) =>
                    await db
                        .Payments.Where(p => p.CustomerId == command.Customer.Value && p.StartKey == command.Key)
                        .Select(PaymentView.Projection(db))
                        .SingleAsync(token),
                ct
            );
        }

        if (!added.TryGet(out var payment, out var error))
            return error;
        if (payment.Url is not null || payment.ExternalId is not null || payment.State != PaymentState.Open)
            return payment;
        var isRepeat = payment.Id != id;
        return isRepeat && now - payment.CreatedAt < UnderWay ? payment : await OpenAsync(command, way, payment, isRepeat, ct);
    }

    private async Task<Result<PaymentView>> OpenAsync(
        StartPayment command,
        PaymentWay way,
        PaymentView payment,
        bool isRepeat,
        CancellationToken ct
    )
    {
        var provider = providers.Of(way);
        var charge = new Charge(
            decimal.Parse(payment.ChargeText, System.Globalization.CultureInfo.InvariantCulture),
            payment.ChargeCurrency,
            payment.ChargeText
        );
        var (telegram, language) = await store.ReadAsync(
            async (db, token) =>
            {
                var who = await db
                    .Customers.Where(c => c.Id == command.Customer.Value)
                    .Select(c => new { c.TelegramId, c.Language })
                    .SingleAsync(token);
                return (who.TelegramId, who.Language);
            },
            ct
        );
        var start = new PaymentToStart(
            payment.Id,
            charge,
            identity.Value.Name,
            command.Description.Length > 0 ? command.Description : $"{identity.Value.Name}: {payment.Amount} USD",
            telegram,
            language,
            command.Channel == OrderChannel.Chat,
            payment.ExpiresAt,
            identity.Value.Address is { } address ? $"{address}/hooks/pay/{way.Name}" : null,
            identity.Value.Address
        );
        try
        {
            return await AttachAsync(payment.Id, await StartOnceAsync(provider, way, start, payment, isRepeat, ct), ct);
        }
        catch (PaymentRefusedException e)
        {
            if (e.Setting is { } setting)
                await providers.NoteKeyAsync(way, setting, ct);
            LogRefused(log, payment.Id, way.Name, e.Message);
            await report.TellAsync(way.Name, new PaymentNews("", payment.Id, ProviderState.Canceled), ct);
        }
        catch (PaymentLostException e)
        {
            // Whether there is an invoice is not known; the sweep looks for it.
            LogLost(log, payment.Id, way.Name, e.Message);
        }

        return new Error.WayUnavailable(way.Name);
    }

    // A lost answer is looked for by our own id. Only where the provider says that there is none it is asked once more.
    private static async Task<Invoice> StartOnceAsync(
        IPaymentProvider provider,
        PaymentWay way,
        PaymentToStart start,
        PaymentView payment,
        bool mayBeThere,
        CancellationToken ct
    )
    {
        if (!mayBeThere)
        {
            try
            {
                return await provider.StartAsync(way, start, ct);
            }
            catch (PaymentLostException) { }
        }

        var found = await provider.FindAsync(way, new PaymentToFind(start.Id, null, start.Charge, payment.CreatedAt), ct);
        return found is null ? await provider.StartAsync(way, start, ct) : new Invoice(found.News.ExternalId, found.Url);
    }

    private Task<Result<PaymentView>> AttachAsync(PaymentId id, Invoice invoice, CancellationToken ct) =>
        store.WriteAsync<Result<PaymentView>>(
            async (db, token) =>
            {
                if (await PaymentLocks.LockAsync(db, p => p.PublicId == id.Value, token) is not { } payment)
                    return new Error.NotFound("payment");
                payment.Attach(invoice);
                await db.SaveChangesAsync(token);
                return await db.Payments.Where(p => p.Id == payment.Id).Select(PaymentView.Projection(db)).SingleAsync(token);
            },
            ct
        );

    private async Task<Result<PaymentView>> AddAsync(
        StoreDbContext db,
        StartPayment command,
        PaymentWay way,
        PaymentId id,
        DateTime now,
        CancellationToken ct
    )
    {
        var customer = await db
            .Customers.Where(c => c.Id == command.Customer.Value)
            .Select(c => new { c.BannedAt, c.BanReason })
            .SingleOrDefaultAsync(ct);
        if (customer is null)
            return new Error.NotFound("customer");
        if (customer.BannedAt is not null)
            return new Error.Banned(customer.BanReason);
        if (
            command.Key is { } key
            && await db
                .Payments.Where(p => p.CustomerId == command.Customer.Value && p.StartKey == key)
                .Select(PaymentView.Projection(db))
                .SingleOrDefaultAsync(ct)
                is { } before
        )
        {
            // A button of the chat opens another where the first came to nothing. A script that repeats itself is told of the same one.
            if (command.Channel != OrderChannel.Chat || before.State is not (PaymentState.Expired or PaymentState.Canceled))
                return before;
            await db
                .Payments.Where(p => p.PublicId == before.Id.Value)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.StartKey, (string?)null), ct);
        }

        await CustomerLocks.HoldAsync(db, command.Customer, ct);
        if (await LimitAsync(db, command, way, now, ct) is { } error)
            return error;
        if (way.Options.Kind == PaymentKind.Transfer && await ReplaceAsync(db, command, way, ct) is { } waiting)
            return waiting;

        var payment = new Payment(id, command.Customer, way, command.Amount, command.Channel, now) { StartKey = command.Key };
        payment.LookAt = PaymentLooks.First(payment, now);
        if (command.Purchase is { } purchase)
            payment.WaitFor(purchase);
        db.Add(payment);
        await db.SaveChangesAsync(ct);
        return await db.Payments.Where(p => p.Id == payment.Id).Select(PaymentView.Projection(db)).SingleAsync(ct);
    }

    private async Task<Error?> LimitAsync(StoreDbContext db, StartPayment command, PaymentWay way, DateTime now, CancellationToken ct)
    {
        // An open transfer of this way gives way to the new one, and is not counted beside it.
        var counted = db.Payments.Where(p =>
            p.CustomerId == command.Customer.Value && !(p.Kind == PaymentKind.Transfer && p.Way == way.Name && p.State == PaymentState.Open)
        );
        var open = await counted.CountAsync(p => p.State == PaymentState.Open, ct);
        if (open >= options.Value.MaxOpenPerCustomer)
            return new Error.TooManyPayments(options.Value.MaxOpenPerCustomer);
        if (way.Options.DailyAmount is not { } daily)
            return null;
        // Also what is open: it may be paid yet.
        var today = await counted
            .Where(p =>
                p.Way == way.Name
                && p.CreatedAt >= now.Date
                && (p.State == PaymentState.Open || p.CreditedMinor > 0 || p.State == PaymentState.Review)
            )
            .SumAsync(p => p.CreditedMinor > 0 ? p.CreditedMinor : p.AmountMinor, ct);
        return command.Amount.Minor > daily.Minor - today
            ? new Error.DailyPaymentsReached(daily, new Money(Math.Max(0, daily.Minor - today)))
            : null;
    }

    /// <summary>One request a customer and way: an unproven one gives way to the new one.</summary>
    /// <returns>The one that an operator is looking at; nothing is opened beside it.</returns>
    private static async Task<PaymentView?> ReplaceAsync(StoreDbContext db, StartPayment command, PaymentWay way, CancellationToken ct)
    {
        var others = db.Payments.Where(p =>
            p.CustomerId == command.Customer.Value && p.Way == way.Name && (p.State == PaymentState.Open || p.State == PaymentState.Review)
        );
        foreach (var key in await others.Where(p => p.State == PaymentState.Open).Select(p => p.Id).ToListAsync(ct))
        {
            if (await PaymentLocks.LockAsync(db, p => p.Id == key, ct) is { State: PaymentState.Open } open)
                (open.State, open.LookAt) = (PaymentState.Canceled, null);
        }

        await db.SaveChangesAsync(ct);
        return await others.Where(p => p.State == PaymentState.Review).Select(PaymentView.Projection(db)).FirstOrDefaultAsync(ct);
    }

    [LoggerMessage(LogLevel.Warning, "Payment {Payment}: {Way} refused to open it ({Reason})")]
    private static partial void LogRefused(ILogger log, PaymentId payment, string way, string reason);

    [LoggerMessage(LogLevel.Warning, "Payment {Payment}: {Way} gave no answer when it was to open it ({Reason})")]
    private static partial void LogLost(ILogger log, PaymentId payment, string way, string reason);
}
