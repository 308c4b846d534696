using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Modules.Messages;

/// <summary>A part of a text message that comes in several, from a source that has been authenticated.</summary>
/// <param name="ExternalId">The source's own id of this part; the same one with the same place and content is stored once.</param>
/// <param name="Reference">The same for all parts of one message of one sender to one number.</param>
/// <param name="Index">From 1 to <paramref name="Count"/>.</param>
/// <param name="ReceivedAt">When the gateway had it, where it says so; UTC.</param>
public sealed record ReceivePart(
    string Source,
    string ExternalId,
    string From,
    PhoneNumber To,
    string Reference,
    int Index,
    int Count,
    string Text,
    DateTime? ReceivedAt
);

/// <param name="IsNew">False for one that was here before.</param>
/// <param name="Whole">The reception of the message, where this part completed it; null while others are missing.</param>
public sealed record PartReception(bool IsNew, Reception? Whole);

public sealed partial class ReceivePartHandler(
    Store store,
    StoreMessagesBatch messages,
    TextProtector protector,
    TimeProvider time,
    ILogger<ReceivePartHandler> log
)
{
    // Behind an id that stood for another part before, as where a gateway begins to count anew; no gateway's id has it.
    private const string Again = "\n";

    // The update locks the row, so that of two last parts at once one sees the other.
    private const string HoldSql = """
        insert into long_messages (source, sender, phone, reference, round, part_count, started_at)
        values (@source, @sender, @phone, @reference, 1, @count, @now)
        on conflict (source, sender, phone, reference) do update set reference = excluded.reference
        returning id
        """;

    /// <summary>
    /// Returns once the part is durable; with the last one also the whole message and all that a message brings about, in one transaction.
    /// </summary>
    public Task<PartReception> HandleAsync(ReceivePart part, CancellationToken ct)
    {
        var now = time.UtcNow();
        var text = protector.Protect(part.Text);
        return store.WriteAsync((db, token) => ReceiveAsync(db, part, text, now, token), ct);
    }

    private async Task<PartReception> ReceiveAsync(
        StoreDbContext db,
        ReceivePart part,
        ProtectedText text,
        DateTime now,
        CancellationToken ct
    )
    {
        var again = part.ExternalId + Again;
        var sameId = await (
            from p in db.MessageParts
            join m in db.LongMessages on p.LongMessageId equals m.Id
            where
                p.Source == part.Source && p.PartIndex == part.Index && (p.ExternalId == part.ExternalId || p.ExternalId.StartsWith(again))
            select new
            {
                p.Text,
                m.Sender,
                m.Phone,
                m.Reference,
            }
        ).ToListAsync(ct);
        if (
            sameId.Any(p =>
                p.Sender == part.From
                && p.Phone == part.To.E164
                && p.Reference == part.Reference
                && protector.Unprotect(p.Text) == StorableText.Of(part.Text)
            )
        )
            return new PartReception(false, null);
        if (sameId.Count > 0)
        {
            LogReused(log, part.Source, part.To.Masked);
            part = part with { ExternalId = again + RandomNumberGenerator.GetHexString(16, lowercase: true) };
        }

        var message = await LockAsync(db, part, now, ct);
        var parts = await Parts.OfAsync(db, message, ct);
        if (message.Repeats(part, parts, protector, now))
            return new PartReception(false, null);

        if (!message.Awaits(part, parts, now))
        {
            if (message.GivenAt is null)
                await Parts.AssembleAsync(db, messages, protector, message, parts, now, ct);
            message.BeginAnew(part.Count, now);
            parts = [];
        }

        // A gateway whose clock runs ahead cannot send from the future.
        var added = new MessagePart(message, part, text, part.ReceivedAt is { } at && at < now ? at : now, now);
        db.Add(added);
        parts = [.. parts, added];
        await db.SaveChangesAsync(ct);

        // A part that comes after its message was delivered with gaps follows at once: it may hold the rest of a code.
        var whole =
            parts.Count == message.PartCount || message.GivenAt is not null
                ? await Parts.AssembleAsync(db, messages, protector, message, parts, now, ct)
                : (Reception?)null;
        return new PartReception(true, whole);
    }

    private static async Task<LongMessage> LockAsync(StoreDbContext db, ReceivePart part, DateTime now, CancellationToken ct)
    {
        var id = 0L;
        await db
            .Statements.Get(HoldSql)
            .With("source", part.Source)
            .With("sender", part.From)
            .With("phone", part.To.E164)
            .With("reference", part.Reference)
            .With("count", part.Count)
            .With("now", now)
            .RunAsync(row => id = row.GetInt64(0), ct);
        return await db.LongMessages.SingleAsync(m => m.Id == id, ct);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Source {Source} brought another part of a message for {Number} under an id that it had used before; both are kept"
    )]
    private static partial void LogReused(ILogger log, string source, string number);
}
