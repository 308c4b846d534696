using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Settings;

namespace XthonBot.Core.Modules.Messages;

internal static class MessagesModule
{
    public static IServiceCollection AddMessages(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSettings<MessageOptions, MessageOptionsCheck>(configuration, "Messages")
            .AddSettings<LinkOptions, LinkOptionsCheck>(configuration, "Links")
            .AddSingleton<StoreMessagesBatch>()
            .AddSingleton<ReceiveMessageHandler>()
            .AddSingleton<ReceivePartHandler>()
            .AddSingleton<FlushIncompleteMessagesHandler>()
            .AddSingleton<PurgeTextsHandler>()
            .AddSingleton<ListMessagesHandler>()
            .AddSingleton<AssignMessageHandler>()
            .AddSingleton<DismissMessageHandler>()
            .AddSingleton<LinkPoller>()
            .AddSingleton(OldTexts.Column)
            .AddReaction<MessageClock>();
}
