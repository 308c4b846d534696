using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using XthonBot.Api.Docs;
using XthonBot.Api.Envelopes;
using XthonBot.Api.Idempotency;
using XthonBot.Api.Keys;
using XthonBot.Api.V2;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;

namespace XthonBot.Api.Payments;

/// <summary>A customer's payments into the store: methods, starts, and what became of them.</summary>
internal static class TopUpEndpoints
{
    private const string Tag = "Top-ups";
    private const string AmountWords = "an amount such as 5.00";
    private const string MethodWords = "the name of a method as listed";
    private const int LongestMethod = 32;

    private static readonly CommandField Amount = new("amount", AmountWords, text => WrittenAmount.Read(text)?.ToString());

    private static readonly CommandField Method = new(
        "method",
        MethodWords,
        text => text.Length is > 0 and <= LongestMethod && text.All(c => c is > ' ' and < '\x7f') ? text : null
    );

    private static readonly Dictionary<string, PaymentState> StateWords = Enum.GetValues<PaymentState>()
        .ToDictionary(state => state.Text(), StringComparer.OrdinalIgnoreCase);

    public static IServiceCollection AddTopUps(this IServiceCollection services)
    {
        foreach (var vocabulary in TopUpVocabularies.All)
            services.AddSingleton(vocabulary);
        return services.AddSingleton<RealTopUps>().AddSingleton<TestTopUps>();
    }

    public static void MapTopUps(this IEndpointRouteBuilder api)
    {
        api.MapRead("/topups/methods", MethodsAsync)
            .Fails(StatusCodes.Status400BadRequest)
            .WithTags(Tag)
            .WithName("listMethods")
            .WithSummary("Lists the ways to pay in, and what each asks for an amount.")
            .Example(TopUpExamples.Methods);
        api.MapCommand("/topups", StartAsync, Amount, Method)
            .Accepts<TopUpBody>(JsonBody.ContentType)
            .Fails(StatusCodes.Status415UnsupportedMediaType)
            .WithTags(Tag)
            .WithName("topUp")
            .WithSummary("Opens a payment into your balance.")
            .WithDescription(
                "Open `url` to pay, or follow `instruction`. The balance grows when the money comes, by what came. A field that is not understood is 400, and nothing is opened."
            )
            .Sent("amount", """{"amount":"5.00","method":"crypto"}""")
            .Example(TopUpExamples.Open)
            .Example("amount", ErrorAnswers.For(new Error.AmountOutside(new Money(100), new Money(1000_00))))
            .Example("daily", ErrorAnswers.For(new Error.DailyPaymentsReached(new Money(500_00), new Money(120))))
            .Example("method", ErrorAnswers.For(new Error.NotFound("method")));
        api.MapRead("/topups", ListAsync)
            .Fails(StatusCodes.Status400BadRequest)
            .WithTags(Tag)
            .WithName("listTopUps")
            .WithSummary("Lists your top-ups, newest first.")
            .Example(TopUpExamples.Page);
        api.MapRead("/topups/{topup_id}", ReadAsync)
            .Fails(StatusCodes.Status404NotFound)
            .WithTags(Tag)
            .WithName("getTopUp")
            .WithSummary("Fetches a top-up of yours.")
            .Example(TopUpExamples.Paid);
    }

    private static async Task<ApiResult<MethodData[]>> MethodsAsync(
        [Amount("5.00"), Description("An amount, for which `charge` says what is asked.")] string? amount,
        Caller caller,
        TopUps topUps,
        CancellationToken ct
    )
    {
        var asked = amount is null ? null : WrittenAmount.Read(amount);
        if (amount is not null && asked is not { Minor: > 0 })
            return Wanted(Amount);
        return (await topUps.MethodsAsync(caller, asked, ct)).ToArray();
    }

    private static async Task<ApiResult<TopUpData>> StartAsync(
        [FromHeader(Name = IdempotencyFilter.Header), Description(Descriptions.Idempotency)] string? idempotency_key,
        HttpContext context,
        Caller caller,
        TopUps topUps,
        CancellationToken ct
    )
    {
        var fields = CommandFields.Of(context);
        if (fields[Amount.Name] is not { } text || WrittenAmount.Read(text) is not { } amount)
            return Wanted(Amount);
        if (fields[Method.Name] is not { } method)
            return Wanted(Method);
        // A start is one for its key even where the answer to the first could not be kept.
        var wanted = new WantedTopUp(amount, method, idempotency_key is null ? null : "idem:" + idempotency_key);
        if (!(await topUps.StartAsync(caller, wanted, ct)).TryGet(out var payment, out var error))
            return ErrorAnswers.For(error);
        if (payment.Amount != amount || !payment.Way.Equals(method, StringComparison.OrdinalIgnoreCase))
            // A transfer at which the store looks stands in the way of another.
            return payment is { Kind: PaymentKind.Transfer, State: PaymentState.Review }
                ? ErrorAnswers.For(new Error.WrongPaymentState(payment.Id, payment.State))
                : IdempotencyFilter.UsedForAnother;
        return (await topUps.ShapeAsync(caller, ct))(payment);
    }

    private static async Task<ApiResult<Page<TopUpData>>> ListAsync(
        [OneOf(TopUpVocabularies.State), Description("One state, or several with commas between.")] string? state,
        [WholeNumber(1, ListQuery.MostLimit, ListQuery.UsualLimit), Description(ListQuery.LimitWords)] string? limit,
        [Description(ListQuery.CursorWords)] string? cursor,
        Caller caller,
        TopUps topUps,
        CancellationToken ct
    )
    {
        var query = new ListQuery();
        var states = query.Words("state", state, StateWords);
        var (count, from) = (query.Limit(limit), query.Id<PaymentId>(ListQuery.Cursor, cursor, PaymentId.TryParse));
        if (query.Failure is { } failure)
            return failure;
        if (from is { } first && !(await topUps.FindAsync(caller, first, ct)).IsOk)
            return ListQuery.BadCursor;
        var page = await topUps.ListAsync(caller, states ?? [], from, count, ct);
        var shape = await topUps.ShapeAsync(caller, ct);
        return new Page<TopUpData>([.. page.Payments.Select(shape)], page.Next is { } next ? $"{next}" : null);
    }

    private static async Task<ApiResult<TopUpData>> ReadAsync(
        [Sample(TopUpData.Example), Description("Id of a top-up of yours.")] string topup_id,
        Caller caller,
        TopUps topUps,
        CancellationToken ct
    ) =>
        PaymentId.TryParse(topup_id, out var id)
            ? (await topUps.FindAsync(caller, id, ct)).Answer(await topUps.ShapeAsync(caller, ct))
            : ErrorAnswers.For(new Error.NotFound("payment"));

    private static Failure Wanted(CommandField field) => new(StatusCodes.Status400BadRequest, $"{field.Name} must be {field.Words}");
}

/// <summary>Top-ups as the document shows them.</summary>
internal static class TopUpExamples
{
    private static readonly DateTime Created = new(2026, 11, 22, 10, 0, 0, DateTimeKind.Utc);
    private static readonly ChargeData Charge = new("5.00", "USDT");

    public static readonly MethodData[] Methods =
    [
        new("crypto", "Crypto Pay", TopUpVocabularies.WordOf(PaymentKind.CryptoPay), "1.00", "1000.00", "500.00", "0", "USDT", Charge),
        new(
            "stars",
            "Telegram Stars",
            TopUpVocabularies.WordOf(PaymentKind.Stars),
            "1.00",
            "100.00",
            null,
            "0",
            "XTR",
            new ChargeData("385", "XTR")
        ),
    ];

    public static readonly TopUpData Open = new(
        TopUpData.Example,
        PaymentState.Open.Text(),
        "5.00",
        "crypto",
        Charge,
        null,
        "0.00",
        "0.00",
        "https://pay.example.com/i/4711",
        null,
        null,
        Created,
        Created.AddHours(1),
        null
    );

    public static readonly TopUpData Paid = Open with
    {
        State = PaymentState.Paid.Text(),
        Received = Charge,
        Credited = "5.00",
        PaidAt = Created.AddMinutes(2),
    };

    public static readonly Page<TopUpData> Page = new([Paid], null);
}
