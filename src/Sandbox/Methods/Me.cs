using XthonBot.Sandbox.State;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Methods;

internal static class Me
{
    public static object Get(World world) =>
        new
        {
            world.Bot.Id,
            world.Bot.IsBot,
            world.Bot.FirstName,
            world.Bot.Username,
            CanJoinGroups = false,
            CanReadAllGroupMessages = false,
            SupportsInlineQueries = false,
            CanConnectToBusiness = false,
            HasMainWebApp = false,
        };

    public static object Chat(World world, Arguments arguments)
    {
        var chat = world.ChatForBot(arguments.Integer("chat_id")).Chat;
        return new
        {
            chat.Id,
            chat.Type,
            chat.FirstName,
            chat.Username,
            AccentColorId = 0,
            MaxReactionCount = 11,
            AcceptedGiftTypes = new
            {
                UnlimitedGifts = false,
                LimitedGifts = false,
                UniqueGifts = false,
                PremiumSubscription = false,
                GiftsFromChannels = false,
            },
        };
    }
}
