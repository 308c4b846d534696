using XthonBot.Core.Data;
using XthonBot.Core.Notifications;
using XthonBot.Core.Primitives;

namespace XthonBot.Core.Messages;

/// <summary>A text message from a source that has been authenticated.</summary>
/// <param name="ExternalId">The source's own id of the message; the same one is stored once.</param>
/// <param name="ReceivedAt">When the gateway had it, where it says so; UTC.</param>
/// <param name="HandedInBy">The operator who typed it, for the audit log.</param>
public sealed record ReceiveMessage(
    string Source, string ExternalId, string From, PhoneNumber To, string Text, DateTime? ReceivedAt, Actor? HandedInBy = null);

public enum Reception
{
    /// <summary>It carries a code and its order's owner is being told.</summary>
    CodeDelivered,

    /// <summary>It belongs to an order but no code was found in it; the owner gets the text.</summary>
    TextDelivered,

    /// <summary>It belongs to nobody and is kept for the operator.</summary>
    Unmatched,

    /// <summary>It was here before; nothing changed.</summary>
    Duplicate,
}

public sealed class ReceiveMessageHandler(Store store, OutboxSignal outbox, TimeProvider time)
{
    private readonly MessageSet messages = new();

    /// <summary>Returns once the message, its order's new state and the news to the owner are durable, in one transaction.</summary>
    public async Task<Reception> HandleAsync(ReceiveMessage command, CancellationToken ct)
    {
        var reception = await store.WriteAsync(messages, ArrivedMessage.Of(command, time.UtcNow()), ct);
        if (reception is Reception.CodeDelivered or Reception.TextDelivered)
            outbox.Pulse();
        return reception;
    }
}
