using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XthonBot.Api.Docs;
using XthonBot.Api.Envelopes;
using XthonBot.Api.Keys;

namespace XthonBot.Api.V2;

internal static class BalanceEndpoints
{
    public static void MapBalance(this IEndpointRouteBuilder api) =>
        api.MapRead("/balance", ReadAsync)
            .WithTags("Balance")
            .WithName("getBalance")
            .WithSummary("Returns the caller's current balance and bonus tier.")
            .Example(Examples.Balance);

    private static async Task<ApiResult<BalanceData>> ReadAsync(Caller caller, Shop shop, CancellationToken ct) =>
        BalanceData.Of(await shop.BalanceAsync(caller, ct));
}
