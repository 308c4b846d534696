using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XthonBot.Sandbox.Gateway;
using XthonBot.Sandbox.State;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Control;

/// <summary>
/// <c>/sandbox/api</c>: people's side of the chats, trouble on demand, and the gateway. The page and the tests use the same.
/// </summary>
internal static class ControlEndpoints
{
    public static void MapControl(this IEndpointRouteBuilder app, World world)
    {
        var api = app.MapGroup("/sandbox/api")
            .AddEndpointFilter(
                static async (context, next) =>
                {
                    try
                    {
                        return await next(context);
                    }
                    catch (Refusal refusal)
                    {
                        return Results.Json(new Complaint(refusal.Description), Json.Options, statusCode: refusal.Code);
                    }
                }
            );

        api.MapGet(
            "/info",
            () =>
                new
                {
                    Bot = world.Bot,
                    StoreUrl = world.StoreUrl?.AbsoluteUri,
                    HookSet = world.Gateway.HookUrl is not null,
                }
        );
        api.MapChats(world);
        api.MapTrouble(world);
        api.MapDesk(world);
        api.MapPost(
            "/sms",
            (Sms sms, CancellationToken ct) =>
                string.IsNullOrWhiteSpace(sms.From) || string.IsNullOrWhiteSpace(sms.To) || sms.Text is null
                    ? throw Refusal.BadRequest("a text message needs from, to and text")
                    : world.Gateway.SendAsync(sms, ct)
        );
    }

    private static void MapTrouble(this RouteGroupBuilder api, World world)
    {
        api.MapPost(
            "/faults",
            (Fault fault) =>
            {
                fault.Check();
                return new { Id = world.Faults.Add(fault) };
            }
        );
        api.MapDelete("/faults", () => world.Faults.Clear());
        api.MapDelete("/faults/{id:int}", (int id) => world.Faults.Clear(id));
        api.MapPost(
            "/redeliver",
            (RedeliverRequest request) =>
                world.Updates.Redeliver(request.UpdateId) ? Results.NoContent() : throw new Refusal(404, "Not Found: no such update")
        );
        api.MapGet(
            "/calls",
            (string? method, [Microsoft.AspNetCore.Mvc.FromQuery(Name = "chat_id")] long? chatId, long? after) =>
                world.Calls.Read(method, chatId, after ?? 0)
        );
    }

    private sealed record RedeliverRequest(int UpdateId);

    private sealed record Complaint(string Error);
}
