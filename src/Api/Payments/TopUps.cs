using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using XthonBot.Api.Keys;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Payments;
using XthonBot.Core.Views.TestMode;

namespace XthonBot.Api.Payments;

/// <param name="Key">The same one opens one payment; null: each opens another.</param>
internal sealed record WantedTopUp(Money Amount, string Method, string? Key);

/// <summary>Where the caller pays in: into the store, or with a test key into the test world.</summary>
internal abstract class TopUps : IEndpointParameterMetadataProvider
{
    public abstract Task<IReadOnlyList<MethodData>> MethodsAsync(Caller caller, Money? amount, CancellationToken ct);

    public abstract Task<Result<PaymentView>> StartAsync(Caller caller, WantedTopUp wanted, CancellationToken ct);

    public abstract Task<Result<PaymentView>> FindAsync(Caller caller, PaymentId id, CancellationToken ct);

    /// <param name="states">Any of them; empty for all.</param>
    /// <param name="from">The first of the page; null for the newest.</param>
    public abstract Task<PaymentPage> ListAsync(
        Caller caller,
        IReadOnlyList<PaymentState> states,
        PaymentId? from,
        int count,
        CancellationToken ct
    );

    /// <summary>They are shown in the caller's language.</summary>
    public abstract Task<Func<PaymentView, TopUpData>> ShapeAsync(Caller caller, CancellationToken ct);

    public static ValueTask<TopUps> BindAsync(HttpContext context) =>
        new(
            Caller.Of(context).Key.IsTest
                ? context.RequestServices.GetRequiredService<TestTopUps>()
                : context.RequestServices.GetRequiredService<RealTopUps>()
        );

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(ServesTestKeys.Mark);
}

internal sealed class RealTopUps(
    ListWaysHandler ways,
    StartPaymentHandler start,
    ReadPaymentsHandler payments,
    PaymentProviders providers,
    FindCustomerHandler customers
) : TopUps
{
    public override async Task<IReadOnlyList<MethodData>> MethodsAsync(Caller caller, Money? amount, CancellationToken ct)
    {
        var language = await LanguageAsync(caller, ct);
        return [.. (await ways.HandleAsync(caller.Id, amount, ct)).Select(offer => MethodData.Of(offer, language))];
    }

    public override Task<Result<PaymentView>> StartAsync(Caller caller, WantedTopUp wanted, CancellationToken ct) =>
        start.HandleAsync(new StartPayment(caller.Id, wanted.Method, wanted.Amount, OrderChannel.Api, wanted.Key), ct);

    public override Task<Result<PaymentView>> FindAsync(Caller caller, PaymentId id, CancellationToken ct) =>
        payments.HandleAsync(id, caller.Id, ct);

    public override Task<PaymentPage> ListAsync(
        Caller caller,
        IReadOnlyList<PaymentState> states,
        PaymentId? from,
        int count,
        CancellationToken ct
    ) => payments.ListAsync(new PaymentFilter(caller.Id) { States = states }, from, count, ct);

    public override async Task<Func<PaymentView, TopUpData>> ShapeAsync(Caller caller, CancellationToken ct)
    {
        var language = await LanguageAsync(caller, ct);
        return payment => TopUpData.Of(payment, providers.Find(payment.Way), language);
    }

    private async Task<string> LanguageAsync(Caller caller, CancellationToken ct) => (await customers.HandleAsync(caller.Id, ct)).Language;
}

/// <summary>The test world: no money is asked for, and the test balance alone grows.</summary>
internal sealed class TestTopUps(PayInTestHandler payIn, ReadTestPaymentsHandler payments) : TopUps
{
    public override Task<IReadOnlyList<MethodData>> MethodsAsync(Caller caller, Money? amount, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<MethodData>>([
            new(
                TestPayment.Way,
                "Test",
                TopUpVocabularies.Test,
                $"{TestPayment.Least}",
                $"{TestPayment.Most}",
                null,
                "0",
                TestPayment.Currency,
                amount is { } asked && asked >= TestPayment.Least && asked <= TestPayment.Most
                    ? new ChargeData($"{asked}", TestPayment.Currency)
                    : null
            ),
        ]);

    public override Task<Result<PaymentView>> StartAsync(Caller caller, WantedTopUp wanted, CancellationToken ct) =>
        payIn.HandleAsync(caller.Id, wanted.Method, wanted.Amount, ct);

    public override Task<Result<PaymentView>> FindAsync(Caller caller, PaymentId id, CancellationToken ct) =>
        payments.HandleAsync(caller.Id, id, ct);

    public override async Task<PaymentPage> ListAsync(
        Caller caller,
        IReadOnlyList<PaymentState> states,
        PaymentId? from,
        int count,
        CancellationToken ct
    )
    {
        var found = (await payments.ReadAsync(caller.Id, ct))
            .SkipWhile(p => from is { } first && p.Id != first)
            .Where(p => states.Count == 0 || states.Contains(p.State))
            .Take(count + 1)
            .ToList();
        return found.Count > count ? new PaymentPage(found[..count], found[count].Id) : new PaymentPage(found, null);
    }

    public override Task<Func<PaymentView, TopUpData>> ShapeAsync(Caller caller, CancellationToken ct) =>
        Task.FromResult<Func<PaymentView, TopUpData>>(payment => TopUpData.Of(payment, null, ""));
}
