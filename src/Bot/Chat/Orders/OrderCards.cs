using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Orders;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Orders;

/// <summary>An order as its owner sees it, with what may be said about its code.</summary>
internal sealed class OrderCards(ReadDisputeHandler disputes)
{
    public async Task<Screen> CardAsync(Words words, OrderView order, bool inList, string? notice, CancellationToken ct)
    {
        // Only a code that was charged can be disputed.
        var dispute = order is { Status: OrderStatus.Succeeded, Code: not null }
            ? await disputes.HandleAsync(order.Id, ct)
            : DisputeChoice.None;
        return OrderScreens.Card(words, order, dispute, inList, notice);
    }
}
