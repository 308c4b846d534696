using Microsoft.Extensions.Logging;
using XthonBot.Core.Foundation.CodeFinding;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Modules.Messages;

/// <summary>
/// Any number of messages in one transaction: lock the open orders on their numbers, find known messages, insert the new ones, record the
/// codes, publish the events.
/// </summary>
/// <remarks>One instance serves all sources, so that messages share a transaction wherever they come from.</remarks>
public sealed partial class StoreMessagesBatch(TextProtector protector, ILogger<StoreMessagesBatch> log)
    : IBatchWrite<ArrivedMessage, Reception>
{
    private static readonly RowInsert<Matched> AddSql = new(
        "messages",
        "",
        "source, external_id, digest, id",
        RowStatement<Matched>.Of("source", m => m.Message.Command.Source),
        RowStatement<Matched>.Of("external_id", m => m.Message.Command.ExternalId),
        RowStatement<Matched>.Of("digest", m => m.Digest),
        RowStatement<Matched>.Of("twin", m => m.Twin),
        RowStatement<Matched>.Of("sender", m => m.Message.Command.From),
        RowStatement<Matched>.Of("phone", m => m.Message.Command.Phone),
        RowStatement<Matched>.Of("text", m => m.Message.Text.Value),
        RowStatement<Matched>.Of("code", m => m.Code?.Value),
        RowStatement<Matched>.Of("received_at", m => m.ReceivedAt),
        RowStatement<Matched>.Of("stored_at", m => m.Message.Now),
        RowStatement<Matched>.Of("order_id", m => m.Order?.Key)
    );

    private byte[]? digestSecret;

    LockOrder IBatchWrite<ArrivedMessage, Reception>.Locks => LockOrder.Orders;

    Task<IReadOnlyList<Reception>> IBatchWrite<ArrivedMessage, Reception>.RunAsync(
        StoreDbContext db,
        IReadOnlyList<ArrivedMessage> commands,
        CancellationToken ct
    ) => RunAsync(db, commands, ct);

    internal async Task<IReadOnlyList<Reception>> RunAsync(StoreDbContext db, IReadOnlyList<ArrivedMessage> commands, CancellationToken ct)
    {
        var secret = await SecretAsync(db, ct);
        var open = await OrderLocks.LockOpenAsync(db, [.. commands.Select(m => m.Command.Phone).Where(p => p.Length > 0).Distinct()], ct);
        var all = commands.Select(m => new Matched(m, open.GetValueOrDefault(m.Command.Phone), secret)).ToList();
        var tenures = await TenuresAsync(db, all, ct);
        var patterns = new ServicePatterns();
        var isNew = new HashSet<Matched>(all.Count);
        foreach (var round in Rounds(all))
        {
            await KnownMessages.LookAsync(db, round, ct);
            foreach (var matched in round)
                Match(matched, tenures, patterns);
            isNew.UnionWith(await AddAsync(db, round, ct));
        }

        var added = all.FindAll(isNew.Contains);
        foreach (var reused in added.Where(m => m.IdWasUsed))
            LogReused(log, reused.Message.Command.Source, reused.Message.Command.To?.Masked);

        // Of several codes for one order in one batch the one with the latest stamp is kept; a notification is written for each.
        var codes = added
            .Where(m => m is { Order: not null, Code: not null })
            .GroupBy(m => m.Order!.Key)
            .Select(g => g.Aggregate((newest, next) => next.Message.ReceivedAt >= newest.Message.ReceivedAt ? next : newest))
            .ToList();
        var taken = await OrderCodes.RecordAsync(db, codes.ConvertAll(m => new NewCode(m.Order!.Key, m.Code!.Value, m.ReceivedAt)), ct);
        if (taken.Count != codes.Count)
            throw new InvalidOperationException("An order changed while it was held.");
        var texts = added.Where(m => m.Completes && !taken.Contains(m.Order!.Key)).DistinctBy(m => m.Order!.Key).ToList();
        if ((await OrderCodes.CompleteAsync(db, texts.ConvertAll(m => m.Order!.Key), ct)).Count != texts.Count)
            throw new InvalidOperationException("An order changed while it was held.");

        db.Publish(added.FindAll(m => m.Order is not null).ConvertAll(m => Delivered(m, m.Order!, codes.Contains(m) || texts.Contains(m))));
        db.Publish(
            added
                .FindAll(m => m.Message.Command.HandedInBy is not null)
                .ConvertAll(m => new Audited(
                    m.Message.Command.HandedInBy!.Value,
                    "sms",
                    "number:" + m.Message.Command.Phone,
                    null,
                    null,
                    null,
                    m.Message.Now
                ))
        );
        return [.. all.Select(m => isNew.Contains(m) ? Result(m) : Reception.Duplicate)];
    }

    // A message sees those that came before it: of several with the same content, one a round. A message that is the same in every respect
    // changes nothing.
    private static IEnumerable<List<Matched>> Rounds(IEnumerable<Matched> all)
    {
        var times = new Dictionary<string, int>();
        return all.DistinctBy(m => (m.Identity, m.Twin))
            .GroupBy(m => m.Digest.Length == 0 ? 1 : times[m.Digest] = times.GetValueOrDefault(m.Digest) + 1)
            .OrderBy(round => round.Key)
            .Select(round => round.ToList());
    }

    private static async Task<List<Matched>> AddAsync(StoreDbContext db, List<Matched> messages, CancellationToken ct)
    {
        var keys = new Dictionary<(string, string, string), long>(messages.Count);
        await AddSql.RunAsync(
            db,
            messages.FindAll(m => !m.IsRepeated),
            row => keys[(row.GetString(0), row.GetString(1), row.GetString(2))] = row.GetInt64(3),
            ct
        );
        return messages.FindAll(m => keys.Remove(m.Identity, out m.Key));
    }

    private async Task<byte[]> SecretAsync(StoreDbContext db, CancellationToken ct)
    {
        if (digestSecret is { } known)
            return known;
        var (secret, isDurable) = await DigestKey.OfAsync(db, protector, ct);
        if (isDurable)
            digestSecret = secret;
        return secret;
    }

    // The tenures are read only for a stamp from before the order, which is rare.
    private static async Task<ILookup<string, Tenure>> TenuresAsync(StoreDbContext db, List<Matched> all, CancellationToken ct)
    {
        var phones = all.Where(m => m.IsStampedBefore).Select(m => m.Message.Command.Phone).Distinct().ToList();
        return phones.Count == 0 ? Enumerable.Empty<Tenure>().ToLookup(_ => "") : await Tenure.OfAsync(db, phones, ct);
    }

    // A message from before an order is not for its owner, nor one of somebody else than the service names. Of what an operator types
    // nobody knows the sender; and a source that names the order, or the code, knows better than a pattern.
    private void Match(Matched matched, ILookup<string, Tenure> tenures, ServicePatterns patterns)
    {
        var command = matched.Message.Command;
        if (matched.Open is not { } order || command.IsOld || matched.WasKnown || (command.OrderKey is { } meant && meant != order.Key))
            return;
        if (command.FirstPartAt < order.CreatedAt || (matched.IsStampedBefore && !IsHolder(order, matched.Message, tenures[command.Phone])))
            return;
        if (command.HasSender && !patterns.Fits(order.Senders, command.From, command.Text))
            return;
        matched.Order = order;
        matched.Code =
            order.Pattern is null || command.Code is not null ? matched.Message.Code
            : patterns.CodeIn(command.Text, order.Pattern) is { } code ? protector.Protect(code)
            : null;
    }

    // An order that is open has begun, whatever the clock says by now.
    private static bool IsHolder(OpenOrder order, ArrivedMessage message, IEnumerable<Tenure> ofNumber) =>
        Tenure.HolderOf([.. ofNumber], message.ReceivedAt, message.Now > order.CreatedAt ? message.Now : order.CreatedAt)?.OrderKey
        == order.Key;

    private static MessageDelivered Delivered(Matched matched, OpenOrder order, bool isDeciding) =>
        new(
            matched.Key,
            order.Key,
            order.Customer,
            order.Channel,
            matched.Message.Command.Phone,
            HasCode: matched.Code is not null,
            Completes: isDeciding && order.IsPending,
            matched.Message.Now
        );

    private static Reception Result(Matched matched) =>
        matched switch
        {
            { Order: null } => Reception.Unmatched,
            { Code: null } => Reception.TextDelivered,
            _ => Reception.CodeDelivered,
        };

    [LoggerMessage(
        LogLevel.Warning,
        "Source {Source} brought another message for {Number} under an id that it had used before; both are kept"
    )]
    private static partial void LogReused(ILogger log, string source, string? number);

    internal sealed class Matched(ArrivedMessage message, OpenOrder? open, byte[] secret)
    {
        public long Key;

        public ArrivedMessage Message => message;

        /// <summary>The open order on its number.</summary>
        public OpenOrder? Open => open;

        public string Digest { get; } = message.Digest(secret);

        public string? Twin => field ??= message.Twin(secret, Digest);

        /// <summary>The message as it is in the database.</summary>
        public (string, string, string) Identity =>
            (StorableText.Of(message.Command.Source), StorableText.Of(message.Command.ExternalId), Digest);

        /// <summary>Whether its gateway says that it is older than the order.</summary>
        public bool IsStampedBefore => open is not null && message.Stamp < open.CreatedAt;

        /// <summary>The same text came a moment ago under another id, without a time of its own that would tell the two apart.</summary>
        public bool IsRepeated { get; set; }

        /// <summary>The same text was on the number before the order began.</summary>
        public bool WasKnown { get; set; }

        /// <summary>Another message has the same id.</summary>
        public bool IdWasUsed { get; set; }

        /// <summary>The order to which it belongs.</summary>
        public OpenOrder? Order { get; set; }

        /// <summary>For its order, by its service's pattern.</summary>
        public ProtectedText? Code { get; set; }

        /// <summary>Whether it is a text that completes its order where no code does.</summary>
        public bool Completes =>
            Order is { IsPending: true } order
            && Code is null
            && message.Command is { HasGaps: false } command
            && CompletingTexts.Completes(order.Texts, order.Senders, command.HasSender ? command.From : null, command.Text);

        /// <summary>A stamp from before its own order is not believed.</summary>
        public DateTime ReceivedAt => Order is not null && IsStampedBefore ? message.Now : message.ReceivedAt;
    }
}
