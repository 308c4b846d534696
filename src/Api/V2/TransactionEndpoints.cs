using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using XthonBot.Api.Envelopes;
using XthonBot.Api.Idempotency;
using XthonBot.Api.Keys;
using XthonBot.Core.Orders;
using XthonBot.Core.Primitives;

namespace XthonBot.Api.V2;

internal static class TransactionEndpoints
{
    private const string Tag = "Transactions";
    private const string Id = "Id of a transaction of yours.";

    public static void MapTransactions(this IEndpointRouteBuilder api)
    {
        api.MapRead("/transactions/{transaction_id}", ReadAsync).Fails(StatusCodes.Status404NotFound)
            .WithTags(Tag).WithName("getTransaction").WithSummary("Fetches a transaction (number) you own.");
        api.MapRead("/transactions/{transaction_id}/code", ReadCodeAsync).Fails(StatusCodes.Status404NotFound)
            .WithTags(Tag).WithName("getCode").WithSummary("Polls for the verification code.")
            .WithDescription("Returns code: null with a message until it arrives. With wait the answer is held until then, up to so many seconds.")
            .Fails(StatusCodes.Status400BadRequest);
        api.MapCommand("/transactions/{transaction_id}/cancel", CancelAsync)
            .WithTags(Tag).WithName("cancel").WithSummary("Refunds a PENDING number that never received a code, returning the balance.");
    }

    private static async Task<Answer<TransactionData>> ReadAsync(
        [Description(Id)] string transaction_id, Caller caller, Shop shop, CancellationToken ct) =>
        (await FindAsync(transaction_id, caller, shop, ct)).Match<Answer<TransactionData>>(order => TransactionData.Of(order), error => error);

    private static async Task<Answer<CodeData>> ReadCodeAsync(
        [Description(Id)] string transaction_id,
        [Description("Seconds, 0 to 30, for which the answer is held until a code arrives.")] string? wait,
        Caller caller, Shop shop, CancellationToken ct)
    {
        var seconds = 0;
        if (wait is not null && !(int.TryParse(wait, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) && seconds <= CodeWait.MostSeconds))
            return new Failure(StatusCodes.Status400BadRequest, $"wait must be a number of seconds from 0 to {CodeWait.MostSeconds}");

        var found = await FindAsync(transaction_id, caller, shop, ct);
        if (seconds > 0 && found is { IsOk: true, Value: { } waited } && CodeWait.IsWorthwhile(waited))
            found = await shop.UntilCodeAsync(caller, waited, TimeSpan.FromSeconds(seconds), ct);
        return found.Match(order => ((Answer<CodeData>)CodeData.Of(order)).Saying(WhyNoCode(order)), error => error);
    }

    private static async Task<Answer<RefundData>> CancelAsync(
        [Description(Id)] string transaction_id,
        [FromHeader(Name = IdempotencyFilter.Header), Description(Words.Idempotency)] string? idempotency_key,
        HttpContext context, Caller caller, Shop shop, CancellationToken ct)
    {
        // Read by the filter; it stands here for the document.
        _ = idempotency_key;
        if (!OrderId.TryParse(transaction_id, out var id))
            return Failure.Of(StatusCodes.Status404NotFound);

        var canceled = await shop.CancelAsync(caller, id, ct);
        // The one before died without an answer, but not without effect.
        if (canceled.Error is Error.WrongStatus { Status: OrderStatus.Canceled } && context.Features.Get<Repetition>() is { IsTakenOver: true })
            return (await shop.FindAsync(caller, id, ct)).Match<Answer<RefundData>>(order => new RefundData($"{order.Price}"), error => error);
        return canceled.Match<Answer<RefundData>>(refunded => new RefundData($"{refunded}"), error => error);
    }

    private static async Task<Result<OrderView>> FindAsync(string text, Caller caller, Shop shop, CancellationToken ct) =>
        OrderId.TryParse(text, out var id) ? await shop.FindAsync(caller, id, ct) : new Error.NotFound("transaction");

    private static string? WhyNoCode(OrderView order) => order switch
    {
        { Code: not null } => null,
        { Status: OrderStatus.Pending } =>
            string.Create(CultureInfo.InvariantCulture, $"Waiting for the code until {order.ExpiresAt:yyyy-MM-dd'T'HH:mm:ss'Z'}"),
        { Status: OrderStatus.Succeeded } => "The code has been deleted",
        _ => $"The transaction is {order.Status.Text()}, no code will arrive",
    };
}
