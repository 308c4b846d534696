using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Modules.Messages;

/// <summary>Assembles a message from its parts and stores it like any other message.</summary>
internal static class Parts
{
    private const char Gap = '…';

    /// <summary>The parts of the message in its present round. The message's row must be locked.</summary>
    public static async Task<IReadOnlyList<MessagePart>> OfAsync(StoreDbContext db, LongMessage message, CancellationToken ct) =>
        await db.MessageParts.Where(p => p.LongMessageId == message.Id && p.Round == message.Round).ToListAsync(ct);

    /// <summary>Stores the parts that are there as one message, with its domain events, and marks the long message as given out.</summary>
    public static async Task<Reception> AssembleAsync(
        StoreDbContext db,
        StoreMessagesBatch messages,
        TextProtector protector,
        LongMessage message,
        IReadOnlyList<MessagePart> parts,
        DateTime now,
        CancellationToken ct
    )
    {
        // The first part's time counts: a message that started before the order does not belong to it.
        var receivedAt = parts.Min(p => p.ReceivedAt);
        var whole = new ReceiveMessage(
            message.Source,
            ExternalId(message, parts.Count),
            message.Sender,
            PhoneNumber.Stored(message.Phone),
            Join(parts.ToDictionary(p => p.PartIndex, p => protector.Unprotect(p.Text) ?? Gap.ToString()), message.PartCount),
            receivedAt
        )
        {
            FirstPartAt = parts.Min(p => p.StoredAt),
            HasGaps = parts.Count < message.PartCount,
        };
        message.Give(now);
        await db.SaveChangesAsync(ct);
        return (await messages.RunAsync(db, [ArrivedMessage.Of(whole, protector, now)], ct))[0];
    }

    /// <summary>The texts in their order; what is missing between them shows as an ellipsis.</summary>
    internal static string Join(IReadOnlyDictionary<int, string> texts, int count)
    {
        var text = new StringBuilder();
        for (var index = 1; index <= count; index++)
        {
            if (texts.TryGetValue(index, out var part))
                text.Append(part);
            else if (index == 1 || texts.ContainsKey(index - 1))
                text.Append(Gap);
        }

        return text.ToString();
    }

    // From what the parts have in common. The time and the round tell messages apart that were given the same reference one after
    // the other, the count a message with gaps from one with fewer; a digest, since together they may be longer than an id.
    private static string ExternalId(LongMessage message, int parts)
    {
        var common = JsonSerializer.SerializeToUtf8Bytes((string[])[message.Sender, message.Phone, message.Reference]);
        var started = new DateTimeOffset(message.StartedAt).ToUnixTimeMilliseconds();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"parts:{Convert.ToHexStringLower(SHA256.HashData(common))}:{started}.{message.Round}:{parts}"
        );
    }
}
