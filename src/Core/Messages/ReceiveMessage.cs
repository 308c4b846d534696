using XthonBot.Core.Data;
using XthonBot.Core.Notifications;
using XthonBot.Core.Orders;
using XthonBot.Core.Primitives;
using XthonBot.Core.Sealing;
using XthonBot.Core.Suppliers;

namespace XthonBot.Core.Messages;

/// <summary>A text message from a source that has been authenticated.</summary>
/// <param name="ExternalId">The source's own id of the message; the same one is stored once.</param>
/// <param name="ReceivedAt">When the gateway had it, where it says so; UTC.</param>
/// <param name="HandedInBy">The operator who typed it, for the audit log.</param>
public sealed record ReceiveMessage(
    string Source, string ExternalId, string From, PhoneNumber To, string Text, DateTime? ReceivedAt, Actor? HandedInBy = null)
{
    /// <summary>The code, where the source itself says which it is.</summary>
    public string? Code { get; init; }

    /// <summary>The supplier whose agent pushed it: it is heard for numbers that were taken there, and for no others.</summary>
    public string? Agent { get; init; }

    /// <summary>The order that the source means; no other gets it, also where it has the same number.</summary>
    internal long? OrderKey { get; init; }
}

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

public sealed class ReceiveMessageHandler(Store store, TextSeal seal, OutboxSignal outbox, OrderWatch watch, TimeProvider time)
{
    private readonly MessageSet messages = new(seal);

    /// <summary>Returns once the message, its order's new state and the news to the owner are durable, in one transaction.</summary>
    public async Task<Reception> HandleAsync(ReceiveMessage command, CancellationToken ct)
    {
        if (command.Agent is { } agent)
            command = command with { OrderKey = await store.ReadAsync((db, token) => AgentNumbers.OrderOfAsync(db, agent, command.To, token), ct) };
        var reception = await store.WriteAsync(messages, ArrivedMessage.Of(command, seal, time.UtcNow()), ct);
        if (reception is Reception.CodeDelivered or Reception.TextDelivered)
        {
            outbox.Pulse();
            watch.Heard(command.To.E164);
        }

        return reception;
    }
}
