using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XthonBot.Sandbox.Desk;
using XthonBot.Sandbox.State;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Control;

/// <summary>
/// The cash desk. <c>GET /desk</c> lists the newest invoices of all providers (fifty, or <c>?limit=</c>),
/// <c>GET /desk/find?url=</c> finds one by its address, and
/// <c>POST /desk/invoices/{id}/{action}</c> is an act of its payer or its provider: <see cref="DeskAction"/> has the names.
/// <c>POST /desk/hooks</c> arranges trouble for the next webhook (<see cref="HookTrouble"/>); <c>DELETE /desk/hooks?what=</c> calls it off.
/// </summary>
internal static class DeskEndpoints
{
    private const int Shown = 50;

    public static void MapDesk(this RouteGroupBuilder api, World world)
    {
        var desk = api.MapGroup("/desk");
        desk.MapGet(
            "",
            async (double? wait, long? since, int? limit, CancellationToken ct) =>
            {
                if (wait is { } seconds and > 0 && since is { } version)
                    await LongPoll.WithinAsync(world, world.Desk.ChangeSince(version), seconds, ct);
                return DeskView.Of(world, Math.Max(limit ?? Shown, 0));
            }
        );
        desk.MapGet("/invoices/{id}", (string id) => InvoiceView.Of(world.Desk, world.Desk.Required(id)));
        desk.MapGet(
            "/find",
            (string url) =>
                InvoiceView.Of(
                    world.Desk,
                    world.Desk.Find(invoice => invoice.Url == url) ?? throw new Refusal(404, "Not Found: no invoice has this address")
                )
        );
        desk.MapPost("/hooks", (HookTrouble trouble) => world.Hooks.Arrange(trouble));
        desk.MapDelete("/hooks", (string? what) => world.Hooks.Clear(what));
        desk.MapPost("/invoices/{id}/{action}", (string id, string action, DeskOrder order) => ActAsync(world.Desk, id, action, order));
    }

    private static async Task<ActView> ActAsync(DeskBook desk, string id, string action, DeskOrder order)
    {
        var invoice = desk.Required(id);
        var speaker = desk.SpeakerOf(invoice);
        if (!speaker.Actions(invoice).Contains(action))
            throw Refusal.Conflict($"{action} is not possible with this invoice now");
        if (order.Amount is <= 0)
            throw Refusal.BadRequest("amount must be above zero");
        var outcome = await speaker.ActAsync(invoice, action, order);
        return new ActView(outcome.Done, outcome.Error, InvoiceView.Of(desk, desk.Required(id)));
    }

    private sealed record ActView(bool Done, string? Error, InvoiceView Invoice);
}
