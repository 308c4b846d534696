using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XthonBot.Api.Docs;
using XthonBot.Api.Envelopes;
using XthonBot.Api.Keys;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Views.Accounts;

namespace XthonBot.Api.V2;

internal static class AccountEndpoints
{
    private const string Tag = "Account";

    public static void MapAccount(this IEndpointRouteBuilder api)
    {
        api.MapRead("/account", ReadAsync)
            .WithTags(Tag)
            .WithName("getAccount")
            .WithSummary("Returns your account and what this key may do.")
            .Example(Examples.Account);
        api.MapRead("/ledger", ListAsync)
            .Fails(StatusCodes.Status400BadRequest)
            .WithTags(Tag)
            .WithName("listLedger")
            .WithSummary("Lists what moved your balance, newest first: each charge with its refund.")
            .Example(Examples.Movements);
    }

    private static async Task<ApiResult<AccountData>> ReadAsync(Caller caller, ReadAccountHandler accounts, CancellationToken ct) =>
        AccountData.Of(await accounts.HandleAsync(caller.Id, caller.Key.Id, ct));

    private static async Task<ApiResult<Page<MovementData>>> ListAsync(
        [Sample("2026-11-22T10:00:00Z"), Description(ListQuery.SinceWords)] string? since,
        [Sample("2026-11-23T10:00:00Z"), Description(ListQuery.UntilWords)] string? until,
        [WholeNumber(1, ListQuery.MostLimit, ListQuery.UsualLimit), Description(ListQuery.LimitWords)] string? limit,
        [Description(ListQuery.CursorWords)] string? cursor,
        Caller caller,
        ListLedgerEntriesHandler statement,
        CancellationToken ct
    )
    {
        var query = new ListQuery();
        var filter = new LedgerEntryFilter(query.Time("since", since), query.Time("until", until));
        var (count, after) = (query.Limit(limit), query.Id<PostingId>(ListQuery.Cursor, cursor, MovementData.TryReadId));
        return query.Failure is { } failure
            ? failure
            : Page<MovementData>.Answer(
                await statement.HandleAsync(caller.Id, filter, count, after, ct),
                MovementData.Of,
                MovementData.IdOf
            );
    }
}
