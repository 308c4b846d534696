using Microsoft.Extensions.DependencyInjection;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Reactions.Waiting;

internal static class WaitingModule
{
    public static IServiceCollection AddWaiting(this IServiceCollection services) => services.AddReaction<OrderChangeNotifier>();
}
