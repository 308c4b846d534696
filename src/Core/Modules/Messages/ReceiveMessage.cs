using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Modules.Messages;

/// <summary>A text message from a source that has been authenticated.</summary>
/// <param name="ExternalId">The source's own id of the message; the same one with the same content is stored once.</param>
/// <param name="To">Null where the gateway did not say it, or not so that it can be read: such a message waits for an operator.</param>
/// <param name="ReceivedAt">When the gateway had it, where it says so, by its own clock; UTC.</param>
/// <param name="HandedInBy">The operator who typed it, for the audit log.</param>
public sealed record ReceiveMessage(
    string Source,
    string ExternalId,
    string From,
    PhoneNumber? To,
    string Text,
    DateTime? ReceivedAt,
    Actor? HandedInBy = null
)
{
    /// <summary>The code, where the source itself says which it is.</summary>
    public string? Code { get; init; }

    /// <summary>The time by which the gateway's clock is known to be behind; below zero where it is ahead.</summary>
    public TimeSpan ClockIsBehind { get; init; }

    /// <summary>
    /// The signature, where it carries no time and whoever saw it could send it again with its fields cut anew: it is taken once.
    /// </summary>
    public string? Proof { get; init; }

    /// <summary>The supplier whose agent pushed it: only messages for numbers that were bought there are taken.</summary>
    public string? Agent { get; init; }

    /// <summary>The order that the source means; no other gets it, also where it has the same number.</summary>
    internal long? OrderKey { get; init; }

    /// <summary>Its source knows that the text was there before the open order: it belongs to nobody.</summary>
    internal bool IsOld { get; init; }

    /// <summary>Where it came in parts: when the first of them was here.</summary>
    internal DateTime? FirstPartAt { get; init; }

    /// <summary>Parts of it are missing, and the code may be in them.</summary>
    internal bool HasGaps { get; init; }

    /// <summary>Whether <see cref="From"/> is the one who wrote it; neither a supplier's order nor an operator knows that.</summary>
    internal bool HasSender => (OrderKey is null || Agent is not null) && HandedInBy is null;

    /// <summary>A gateway's ids and times cannot be relied on; those of the other sources are the store's own.</summary>
    internal bool IsFromGateway => HasSender && Source != LinkPoller.Source;

    /// <summary>As it is kept; empty where it is not known.</summary>
    internal string Phone => To?.E164 ?? "";
}

public enum Reception
{
    /// <summary>The message carries a code, and the order's customer is notified.</summary>
    CodeDelivered,

    /// <summary>The message belongs to an order, but no code was found in it; the customer gets the text.</summary>
    TextDelivered,

    /// <summary>The message belongs to nobody and is kept for the operator.</summary>
    Unmatched,

    /// <summary>The message is stored already; nothing changed.</summary>
    Duplicate,
}

public sealed class ReceiveMessageHandler(
    Store store,
    StoreMessagesBatch messages,
    TextProtector protector,
    IAgentOrders agents,
    TimeProvider time
)
{
    /// <summary>Returns once the message, its order's new state and the news to the owner are durable, in one transaction.</summary>
    public async Task<Reception> HandleAsync(ReceiveMessage command, CancellationToken ct)
    {
        if (command.Agent is { } agent)
            command = command with { OrderKey = await store.ReadAsync((db, token) => agents.FindAsync(db, agent, command.To, token), ct) };
        return await store.WriteAsync(messages, ArrivedMessage.Of(command, protector, time.UtcNow()), ct);
    }
}
