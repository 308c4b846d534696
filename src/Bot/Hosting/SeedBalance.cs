using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Ledger;

namespace XthonBot.Bot.Hosting;

/// <summary>Play money for the people of the sandbox, entered in the ledger like any other.</summary>
internal sealed class SeedBalance(MoveMoneyHandler move)
{
    public async Task GiveAsync(CustomerId customer, Money amount, CancellationToken ct) =>
        _ = await move.HandleAsync(
            new MoveMoney(customer, Direction.Credit, amount, Actor.System, "welcome", $"seed:{customer.Value}"),
            ct
        );
}
