using System.Text.Json;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.State;

/// <summary>A chat at one moment.</summary>
internal sealed record ConversationState(
    SandboxPerson Person,
    long Version,
    bool Started,
    bool Blocked,
    string? Action,
    JsonElement? Keyboard,
    JsonElement? ForceReply,
    int ForceReplyMessageId,
    IReadOnlyList<Message> Messages
);
