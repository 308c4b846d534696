using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.CodeFinding;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Messages;

namespace XthonBot.Core.Modules.Suppliers;

// The steps of a number that arrived: its texts are received while the order is open, and it is returned after.
public sealed partial class SupplierOrderSteps
{
    private async Task ServeAsync(SupplierOrderSnapshot row, SupplierOptions supplier, CancellationToken ct)
    {
        var status = await upstream.StatusAsync(row.Supplier, row.ExternalId!, ct);
        var now = time.UtcNow();
        var next = Same(row, now + supplier.Interval);
        switch (status.Step)
        {
            case UpstreamStep.Gone:
                await EndAsync(row, Same(row, now) with { To = SupplierOrderState.Closed }, ct);
                break;
            case UpstreamStep.Text when Texts(row, status) is { Count: > 0 } texts:
                var isNew = await HearAsync(row, texts, now, ct);
                // A text that is still shown after another was asked for is no reason to ask again.
                if (!isNew && row is { IsListening: true, HeardAt: not null })
                {
                    await ChangeAsync(row, next with { Heard = (row.Heard, row.HeardAt, true) }, ct);
                    break;
                }

                var heard = row with { Heard = Place(row), HeardAt = status.SentAt ?? "", IsListening = false };
                if (await ChangeAsync(row, next with { Heard = (heard.Heard, heard.HeardAt, false), KeepsLease = true }, ct))
                    await ListenAsync(heard, supplier, ct);
                break;
            case UpstreamStep.Text:
                // The answer had neither a text nor a code: it counts as none.
                await ChangeAsync(row, next, ct);
                break;
            case UpstreamStep.Waiting when await UnheardAsync(row, status, ct) is { } putAside:
                await HearAsync(row, [putAside], now, ct);
                await ChangeAsync(row, next with { Heard = (row.Heard + 1, null, true) }, ct);
                break;
            default:
                await ChangeAsync(row, next with { Heard = (row.Heard, null, true) }, ct);
                break;
        }
    }

    private List<SupplierText> Texts(SupplierOrderSnapshot row, UpstreamStatus status)
    {
        var texts = new List<SupplierText>();
        foreach (var shown in status.Earlier.Append(status))
        {
            if (SupplierText.Of(shown) is not { } text)
                notes.NoteUnread(row.Supplier, "getStatus", 200, shown.Text ?? shown.Code ?? "");
            else if (texts.Count < MostTexts)
                texts.Add(text);
        }

        return texts;
    }

    /// <returns>Whether any of them was new.</returns>
    private async Task<bool> HearAsync(SupplierOrderSnapshot row, IReadOnlyList<SupplierText> texts, DateTime now, CancellationToken ct)
    {
        var isNew = false;
        foreach (var text in texts)
        {
            // The message's id is made of its content, so that a text is delivered once, after a crash and however often it is shown.
            var message = new ReceiveMessage(
                Source(row),
                text.MessageId(row.ExternalId!, Place(row)),
                row.ServiceName,
                PhoneNumber.Stored(row.Phone!),
                text.Text,
                null
            )
            {
                Code = text.Code,
                OrderKey = row.OrderKey,
            };
            isNew |= await store.WriteAsync(messages, ArrivedMessage.Of(message, protector, now), ct) != Reception.Duplicate;
        }

        return isNew;
    }

    // Of two equal texts without a time, the second is another one only where upstream waited in between.
    private static int Place(SupplierOrderSnapshot row) => row.HeardAt is null ? row.Heard + 1 : row.Heard;

    // A text that comes after we heard the one before, and before upstream heard that another is wanted, is put aside with that one:
    // upstream waits for the next, and names it as the last. Before the first of ours, the last is somebody else's.
    private async Task<SupplierText?> UnheardAsync(SupplierOrderSnapshot row, UpstreamStatus status, CancellationToken ct)
    {
        if (row.Heard == 0 || SupplierText.Of(status) is not { } last)
            return null;
        var source = Source(row);
        var told = await store.ReadAsync(
            (db, token) =>
                db
                    .Messages.Where(m => m.Source == source && m.OrderId == row.OrderKey)
                    .Select(m => new { m.Code, m.Text })
                    .ToListAsync(token),
            ct
        );
        // Upstream may write the same in another way the second time, or name the code of what it showed as a text.
        return told.Select(m => (Code: protector.Unprotect(m.Code), Text: protector.Unprotect(m.Text)))
            .Any(m =>
                (m.Code is not null && CodeShape.IsSame(m.Code, last.Text))
                || (m.Text is not null && (CodeShape.IsSame(m.Text, last.Text) || CodeShape.IsIn(last.Text, m.Text)))
            )
            ? null
            : last;
    }

    private static string Source(SupplierOrderSnapshot row) => "supplier:" + row.Supplier;

    private async Task ListenAsync(SupplierOrderSnapshot row, SupplierOptions supplier, CancellationToken ct)
    {
        var answer = await upstream.ChangeAsync(row.Supplier, row.ExternalId!, UpstreamChange.Again, ct);
        var now = time.UtcNow();
        // Where upstream gives one text alone, asking for more is of little use.
        var pause = answer == ChangeAnswer.Done ? supplier.Interval : supplier.Interval * 10;
        await ChangeAsync(row, Same(row, now + pause) with { Heard = (row.Heard, row.HeardAt, answer == ChangeAnswer.Done) }, ct);
    }

    /// <summary>
    /// The order is over: upstream's order is finished where a code came, else canceled. Our refund did not wait for that.
    /// </summary>
    private async Task EndUpstreamAsync(SupplierOrderSnapshot row, CancellationToken ct)
    {
        var now = time.UtcNow();
        var change = row.Status is OrderStatus.Succeeded or OrderStatus.Refunded ? UpstreamChange.Finish : UpstreamChange.Cancel;
        var answer = await upstream.ChangeAsync(row.Supplier, row.ExternalId!, change, ct);
        var to = answer switch
        {
            ChangeAnswer.Done or ChangeAnswer.Gone => SupplierOrderState.Closed,
            _ when change == UpstreamChange.Finish => SupplierOrderState.Closed,
            ChangeAnswer.TooEarly => now - row.CreatedAt > PatienceWithUpstream ? SupplierOrderState.Owed : SupplierOrderState.Active,
            // A text that came after our order was over was delivered all the same: upstream owes nothing.
            _ => (await upstream.StatusAsync(row.Supplier, row.ExternalId!, ct)).Step == UpstreamStep.Waiting
                ? SupplierOrderState.Owed
                : SupplierOrderState.Closed,
        };
        await ChangeAsync(row, Same(row, now + BetweenLooks) with { To = to }, ct);
    }
}
