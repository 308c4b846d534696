using Microsoft.Extensions.DependencyInjection;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Reactions.Audit;

internal static class AuditModule
{
    public static IServiceCollection AddAudit(this IServiceCollection services) => services.AddReaction<AuditLog>();
}
