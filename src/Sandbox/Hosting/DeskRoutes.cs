using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XthonBot.Sandbox.Desk;
using XthonBot.Sandbox.State;

namespace XthonBot.Sandbox.Hosting;

/// <summary><c>/desk</c>: the providers' own protocols, and the page that pays.</summary>
internal static class DeskRoutes
{
    public static void MapDesk(this IEndpointRouteBuilder app, World world)
    {
        new CryptoPayApi(world.Providers, world.CryptoPay).Map(app);
        new BtcPayApi(world.Providers, world.BtcPay).Map(app);
        new HeleketApi(world.Providers, world.Heleket).Map(app);
        app.MapGet("/desk/pay/{id}", (string id) => Results.Redirect($"/sandbox?pay={Uri.EscapeDataString(id)}"));
    }
}
