using XthonBot.Core.Audit;
using XthonBot.Core.Data;
using XthonBot.Core.Notifications;
using XthonBot.Core.Orders;
using XthonBot.Core.Primitives;
using XthonBot.Core.Sealing;
using XthonBot.Core.Webhooks;

namespace XthonBot.Core.Messages;

/// <param name="Text">The command's, sealed.</param>
/// <param name="Code">What its source, or else the store's own finder, says is the code, sealed.</param>
/// <param name="ReceivedAt">When the gateway had it, never after <paramref name="Now"/>.</param>
internal sealed record ArrivedMessage(ReceiveMessage Command, SealedText Text, SealedText? Code, DateTime ReceivedAt, DateTime Now)
{
    /// <summary>Reads and seals it; that is done before it waits for its turn to be written.</summary>
    public static ArrivedMessage Of(ReceiveMessage command, TextSeal seal, DateTime now) => new(
        command,
        seal.Seal(command.Text),
        (command.Code ?? CodeFinder.Find(command.Text, command.From)) is { } code ? seal.Seal(code) : null,
        // A gateway whose clock runs ahead cannot send from the future.
        command.ReceivedAt is { } at && at < now ? at : now,
        now);
}

/// <summary>Any number of messages in one transaction: hold the open orders on their numbers, add what is new, give the codes to the orders, write the news.</summary>
internal sealed class MessageSet(TextSeal seal) : IWriteSet<ArrivedMessage, Reception>
{
    private static readonly RowInsert<Matched> AddSql = new(
        "messages",
        "source, external_id",
        "source, external_id, id",
        RowStatement<Matched>.Of("source", m => m.Message.Command.Source),
        RowStatement<Matched>.Of("external_id", m => m.Message.Command.ExternalId),
        RowStatement<Matched>.Of("sender", m => m.Message.Command.From),
        RowStatement<Matched>.Of("phone", m => m.Message.Command.To.E164),
        RowStatement<Matched>.Of("text", m => m.Message.Text.Value),
        RowStatement<Matched>.Of("code", m => m.Code?.Value),
        RowStatement<Matched>.Of("received_at", m => m.Message.ReceivedAt),
        RowStatement<Matched>.Of("stored_at", m => m.Message.Now),
        RowStatement<Matched>.Of("order_id", m => m.Order?.Key));

    public async Task<IReadOnlyList<Reception>> RunAsync(StoreDbContext db, IReadOnlyList<ArrivedMessage> commands, CancellationToken ct)
    {
        var open = await Settlement.HoldOpenAsync(db, [.. commands.Select(m => m.Command.To.E164).Distinct()], ct);
        var patterns = new ServicePatterns();
        var all = commands.Select(m => Match(m, open, patterns)).ToList();

        var keys = new Dictionary<(string, string), long>(all.Count);
        await AddSql.RunAsync(db, all, row => keys[(row.GetString(0), row.GetString(1))] = row.GetInt64(2), ct);
        var added = all.Where(m => keys.Remove((StorableText.Of(m.Message.Command.Source), StorableText.Of(m.Message.Command.ExternalId)), out m.Key)).ToList();

        // Of several codes for one order the newest stands; each of them is told.
        var codes = added.Where(m => m is { Order: not null, Code: not null }).GroupBy(m => m.Order!.Key)
            .Select(g => g.Aggregate((newest, next) => next.Message.ReceivedAt >= newest.Message.ReceivedAt ? next : newest)).ToList();
        var taken = await Settlement.TakeCodesAsync(db, codes.ConvertAll(m => new NewCode(m.Order!.Key, m.Code!.Value, m.Message.ReceivedAt)), ct);
        if (taken.Count != codes.Count)
            throw new InvalidOperationException("An order changed while it was held.");

        await Outbox.AddAsync(db, [.. added.Where(m => m.Order is { Channel: OrderChannel.Chat }).SelectMany(News)], ct);
        await WebhookNews.AddAsync(db, [.. added.Where(m => m.Order is { HasWebhooks: true }).SelectMany(m => Events(m, codes.Contains(m)))], ct);
        await AuditAsync(db, added, ct);
        var isNew = added.ToHashSet();
        return [.. all.Select(m => isNew.Contains(m) ? Result(m) : Reception.Duplicate)];
    }

    // A message that was received before an order began is not for its owner, nor one of somebody else than the service names. Of what
    // an operator types nobody knows the sender; and a source that names the order, or the code, knows better than a pattern.
    private Matched Match(ArrivedMessage message, Dictionary<string, OpenOrder> open, ServicePatterns patterns)
    {
        var command = message.Command;
        if (!open.TryGetValue(command.To.E164, out var order) || order.CreatedAt > message.ReceivedAt || (command.OrderKey is { } meant && meant != order.Key))
            return new Matched(message, null, null);
        if ((command.OrderKey is null || command.Agent is not null) && command.HandedInBy is null && !patterns.Fits(order.Senders, command.From, command.Text))
            return new Matched(message, null, null);
        return order.Pattern is null || command.Code is not null
            ? new Matched(message, order, message.Code)
            : new Matched(message, order, patterns.CodeIn(command.Text, order.Pattern) is { } code ? seal.Seal(code) : null);
    }

    private static IEnumerable<Notification> News(Matched matched) =>
        MessageNews.Of(matched.Order!.Key, matched.Order.Customer, matched.Key, matched.Code is not null, matched.Message.Now);

    private static IEnumerable<WebhookNews> Events(Matched matched, bool isTaken) => WebhookNews.OfMessage(
        matched.Order!.Key, matched.Order.Customer, matched.Key, isFirstCode: isTaken && matched.Order.IsPending, matched.Message.Now);

    private static async Task AuditAsync(StoreDbContext db, List<Matched> added, CancellationToken ct)
    {
        foreach (var message in added.Select(m => m.Message))
        {
            if (message.Command.HandedInBy is { } actor)
                db.Add(new AuditEntry(actor, "sms", "number:" + message.Command.To.E164, null, null, null, message.Now));
        }

        if (db.ChangeTracker.HasChanges())
            await db.SaveChangesAsync(ct);
    }

    private static Reception Result(Matched matched) => matched switch
    {
        { Order: null } => Reception.Unmatched,
        { Code: null } => Reception.TextDelivered,
        _ => Reception.CodeDelivered,
    };

    private sealed class Matched(ArrivedMessage message, OpenOrder? order, SealedText? code)
    {
        public long Key;

        public ArrivedMessage Message => message;

        public OpenOrder? Order => order;

        public SealedText? Code => code;
    }
}
