namespace XthonBot.Bot.Chat.Routing;

/// <summary>A part of the chat, which says itself what it answers.</summary>
internal interface IChatFeature
{
    /// <summary>Adds its commands and buttons; called once.</summary>
    void Map(Routes routes);
}
