using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using XthonBot.Api.Docs;
using XthonBot.Api.Envelopes;
using XthonBot.Api.Idempotency;
using XthonBot.Api.Keys;
using XthonBot.Api.Limits;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Api.V2;

internal static class TransactionEndpoints
{
    private const string Tag = "Transactions";
    private const string Id = "Id of a transaction of yours.";
    private static readonly string BadWait = $"wait must be a number of seconds from 0 to {CodeWait.MostSeconds}";

    public static void MapTransactions(this IEndpointRouteBuilder api)
    {
        api.MapRead("/transactions", ListAsync)
            .Fails(StatusCodes.Status400BadRequest)
            .WithTags(Tag)
            .WithName("listTransactions")
            .WithSummary("Lists your transactions, newest first.")
            .WithDescription("With a filter a page may hold fewer than limit, also none: there are more as long as next is not null.")
            .Example(Examples.Transactions);
        api.MapRead("/transactions/{transaction_id}", ReadAsync)
            .Fails(StatusCodes.Status404NotFound)
            .WithTags(Tag)
            .WithName("getTransaction")
            .WithSummary("Fetches a transaction (number) you own.")
            .Example(Examples.Transaction);
        api.MapRead("/transactions/{transaction_id}/code", ReadCodeAsync)
            .Fails(StatusCodes.Status404NotFound)
            .WithTags(Tag)
            .WithName("getCode")
            .WithSummary("Polls for the verification code.")
            .WithDescription(
                "Returns code: null with a message until it arrives. If another code arrives before expires_at, the latest is returned. With wait the answer is held until then, up to so many seconds."
            )
            .Fails(StatusCodes.Status400BadRequest)
            .Example(Examples.Code)
            .Example("wait", new Failure(StatusCodes.Status400BadRequest, BadWait));
        api.MapRead("/transactions/{transaction_id}/messages", ListMessagesAsync)
            .Fails(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound)
            .WithTags(Tag)
            .WithName("listMessages")
            .WithSummary("Lists all messages of a transaction, oldest first, until they are deleted by their age.")
            .Example(Examples.Messages);
        api.MapCommand("/transactions/{transaction_id}/again", AskAgainAsync)
            .WithTags(Tag)
            .WithName("again")
            .WithSummary("Asks for another code on a SUCCEEDED number, free of charge.")
            .WithDescription("From then on the code is null until another arrives.")
            .Example(Examples.Awaited);
        api.MapCommand("/transactions/{transaction_id}/cancel", CancelAsync)
            .WithTags(Tag)
            .WithName("cancel")
            .WithSummary("Refunds a PENDING number that never received a code, returning the balance.")
            .WithDescription("When a code was faster, the answer is 409 and brings it along. No body is needed.")
            .Example(Examples.Refund)
            .Example("code", Examples.CodeArrived);
    }

    private static async Task<ApiResult<Page<TransactionData>>> ListAsync(
        [OneOf(Vocabularies.TransactionStatus), Description("One status, or several with commas between.")] string? status,
        [Sample(Samples.Service), Description("Id of a service.")] string? service,
        [Sample("2026-11-22T10:00:00Z"), Description(ListQuery.SinceWords)] string? since,
        [Sample("2026-11-23T10:00:00Z"), Description(ListQuery.UntilWords)] string? until,
        [WholeNumber(1, ListQuery.MostLimit, ListQuery.UsualLimit), Description(ListQuery.LimitWords)] string? limit,
        [Description(ListQuery.CursorWords)] string? cursor,
        Caller caller,
        ListOrdersHandler orders,
        CancellationToken ct
    )
    {
        var query = new ListQuery();
        var filter = new OrderFilter(
            query.Statuses("status", status),
            query.Id<ServiceId>("service", service, ServiceId.TryParse),
            query.Time("since", since),
            query.Time("until", until)
        );
        var (count, after) = (query.Limit(limit), query.Id<OrderId>(ListQuery.Cursor, cursor, OrderId.TryParse));
        return query.Failure is { } failure
            ? failure
            : Page<TransactionData>.Answer(
                await orders.HandleAsync(caller.Id, filter, count, after, ct),
                TransactionData.Of,
                id => $"{id}"
            );
    }

    private static async Task<ApiResult<Page<MessageData>>> ListMessagesAsync(
        [Sample(Samples.Transaction), Description(Id)] string transaction_id,
        [WholeNumber(1, ListQuery.MostLimit, ListQuery.UsualLimit), Description(ListQuery.LimitWords)] string? limit,
        [Description(ListQuery.CursorWords)] string? cursor,
        Caller caller,
        ListMessagesHandler messages,
        CancellationToken ct
    )
    {
        if (!OrderId.TryParse(transaction_id, out var id))
            return ErrorAnswers.For(new Error.NotFound("transaction"));
        var query = new ListQuery();
        var (count, after) = (query.Limit(limit), query.Id<MessageId>(ListQuery.Cursor, cursor, MessageData.TryReadId));
        return query.Failure is { } failure
            ? failure
            : Page<MessageData>.Answer(await messages.HandleAsync(caller.Id, id, count, after, ct), MessageData.Of, MessageData.IdOf);
    }

    private static async Task<ApiResult<TransactionData>> ReadAsync(
        [Sample(Samples.Transaction), Description(Id)] string transaction_id,
        Caller caller,
        Shop shop,
        CancellationToken ct
    ) => (await FindAsync(transaction_id, caller, shop, ct)).Answer(TransactionData.Of);

    private static async Task<ApiResult<CodeData>> ReadCodeAsync(
        [Sample(Samples.Transaction), Description(Id)] string transaction_id,
        [WholeNumber(0, CodeWait.MostSeconds, 0), Description("Seconds, 0 to 30, for which the answer is held until a code arrives.")]
            string? wait,
        Caller caller,
        Shop shop,
        HeldAnswers held,
        HttpContext context,
        CancellationToken ct
    )
    {
        var seconds = 0;
        if (
            wait is not null
            && !(int.TryParse(wait, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) && seconds <= CodeWait.MostSeconds)
        )
            return new Failure(StatusCodes.Status400BadRequest, BadWait);

        var found = await FindAsync(transaction_id, caller, shop, ct);
        if (seconds > 0 && found.TryGet(out var waited, out _) && CodeWait.IsWorthwhile(waited))
        {
            using var place = held.Take(caller);
            if (place is null)
                return TooManyRequests.Refuse(context, TimeSpan.FromSeconds(1));
            found = await shop.UntilCodeAsync(caller, waited, TimeSpan.FromSeconds(seconds), ct);
        }

        return AnswerCode(found);
    }

    private static async Task<ApiResult<CodeData>> AskAgainAsync(
        [Sample(Samples.Transaction), Description(Id)] string transaction_id,
        [FromHeader(Name = IdempotencyFilter.Header), Description(Descriptions.Idempotency)] string? idempotency_key,
        Caller caller,
        ChangeOrderRequestHandler change,
        ReadOrdersHandler orders,
        CancellationToken ct
    )
    {
        _ = idempotency_key;
        if (!OrderId.TryParse(transaction_id, out var id))
            return ErrorAnswers.For(new Error.NotFound("transaction"));
        var asked = await change.HandleAsync(caller.Id, id, OrderRequestKind.Another, ct);
        return asked.TryGet(out _, out var error) ? AnswerCode(await orders.HandleAsync(caller.Id, id, ct)) : ErrorAnswers.For(error);
    }

    private static ApiResult<CodeData> AnswerCode(Result<OrderView> found) =>
        found.Match(order => ((ApiResult<CodeData>)CodeData.Of(order)).Saying(WhyNoCode(order)), error => ErrorAnswers.For(error));

    private static async Task<ApiResult<RefundData>> CancelAsync(
        [Sample(Samples.Transaction), Description(Id)] string transaction_id,
        [FromHeader(Name = IdempotencyFilter.Header), Description(Descriptions.Idempotency)] string? idempotency_key,
        HttpContext context,
        Caller caller,
        Shop shop,
        CancellationToken ct
    )
    {
        // The filter reads the header; the parameter is declared here for the OpenAPI document.
        _ = idempotency_key;
        if (!OrderId.TryParse(transaction_id, out var id))
            return ErrorAnswers.For(new Error.NotFound("transaction"));

        var canceled = await shop.CancelAsync(caller, id, ct);
        // An earlier request with this key ended without an answer, but may have changed the order.
        if (
            canceled.Error is Error.WrongStatus { Status: OrderStatus.Canceled }
            && context.Features.Get<Repetition>() is { IsTakenOver: true }
        )
            return (await shop.FindAsync(caller, id, ct)).Answer(order => new RefundData($"{order.Price}"));
        return canceled.Answer(refunded => new RefundData($"{refunded}"));
    }

    private static async Task<Result<OrderView>> FindAsync(string text, Caller caller, Shop shop, CancellationToken ct) =>
        OrderId.TryParse(text, out var id) ? await shop.FindAsync(caller, id, ct) : new Error.NotFound("transaction");

    private static string? WhyNoCode(OrderView order) =>
        order switch
        {
            { Code: not null, WaitsForAnother: false } => null,
            { Status: OrderStatus.Pending } => $"Waiting for the code until {Text(order.ExpiresAt)}",
            { Status: OrderStatus.Succeeded, WaitsForAnother: true, IsOpen: true } =>
                $"Waiting for another code until {Text(order.ExpiresAt)}",
            { Status: OrderStatus.Succeeded, WaitsForAnother: true } => "The transaction is over, no other code has arrived",
            { IsByText: true } => "A text without a code has been delivered, see its messages",
            { Status: OrderStatus.Succeeded } => "The code has been deleted",
            _ => $"The transaction is {order.Status.Text()}, no code will arrive",
        };

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
