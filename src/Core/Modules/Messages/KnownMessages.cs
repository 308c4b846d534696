using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Messages;

/// <summary>Finds messages that a gateway brought before: by their content, and by the id that it gave them.</summary>
internal static class KnownMessages
{
    /// <summary>
    /// A text without a time of its own that comes once more within this, under whatever id, was brought twice. After that somebody may
    /// have had it sent again.
    /// </summary>
    private static readonly TimeSpan Repeated = TimeSpan.FromMinutes(1);

    private static readonly RowStatement<(StoreMessagesBatch.Matched Message, int Place)> Sql = new(
        """
        select r.place, 0, max(m.stored_at), sum(case when m.order_id = r.order_id then 0 else 1 end)
        from {rows} join messages m on m.phone = r.phone and m.digest = r.digest group by r.place
        union all
        select r.place, 1, max(m.stored_at), count(*)
        from {rows} join messages m on m.source = r.source and m.external_id = r.external_id and m.digest <> r.digest group by r.place
        """,
        RowStatement<(StoreMessagesBatch.Matched Message, int Place)>.Of("place", m => m.Place),
        RowStatement<(StoreMessagesBatch.Matched Message, int Place)>.Of("source", m => m.Message.Message.Command.Source),
        RowStatement<(StoreMessagesBatch.Matched Message, int Place)>.Of("external_id", m => m.Message.Message.Command.ExternalId),
        RowStatement<(StoreMessagesBatch.Matched Message, int Place)>.Of("phone", m => m.Message.Message.Command.Phone),
        RowStatement<(StoreMessagesBatch.Matched Message, int Place)>.Of("digest", m => m.Message.Digest),
        RowStatement<(StoreMessagesBatch.Matched Message, int Place)>.Of("order_id", m => m.Message.Open?.Key ?? 0)
    );

    /// <summary>
    /// Marks each known message; no two of them have the same content. The orders on their numbers are locked, so that no other transaction
    /// adds a message for them meanwhile.
    /// </summary>
    public static async Task LookAsync(StoreDbContext db, List<StoreMessagesBatch.Matched> messages, CancellationToken ct)
    {
        var rows = messages.Select((message, place) => (message, place)).Where(m => m.message.Message.Command.IsFromGateway).ToList();
        await Sql.RunAsync(
            db,
            rows,
            row =>
            {
                var matched = messages[row.GetInt32(0)];
                if (row.GetInt32(1) == 1)
                    matched.IdWasUsed = true;
                else if (matched.Message.OwnTime is null && (matched.Message.Now - row.GetUtc(2)).Duration() < Repeated)
                    matched.IsRepeated = true;
                else
                    matched.WasKnown = (matched.Message.Stamp is null || matched.IsStampedBefore) && row.GetInt64(3) > 0;
            },
            ct
        );
    }
}
