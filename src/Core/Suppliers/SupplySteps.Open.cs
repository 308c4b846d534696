using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Messages;
using XthonBot.Core.Orders;
using XthonBot.Core.Primitives;

namespace XthonBot.Core.Suppliers;

// What is done with a number that came: its texts are heard while the order is open, and it is given back after.
internal sealed partial class SupplySteps
{
    private async Task ServeAsync(SupplyRow row, SupplierOptions supplier, CancellationToken ct)
    {
        var status = await upstream.StatusAsync(row.Supplier, row.Activation!, ct);
        var now = time.UtcNow();
        switch (status.Step)
        {
            case ActivationStep.Gone:
                await EndAsync(row, Same(row, now) with { To = SupplyState.Closed }, ct);
                break;
            case ActivationStep.Text when IsNew(row, status):
                await HearAsync(row, status, now, ct);
                var isHeard = Same(row, now + supplier.Interval) with { Heard = (row.Heard + 1, status.SentAt, false), KeepsLease = true };
                if (await ChangeAsync(row, isHeard, ct))
                    await ListenAsync(row with { Heard = row.Heard + 1, HeardAt = status.SentAt, IsListening = false }, supplier, ct);
                break;
            case ActivationStep.Text:
                // The one that is known: upstream has not yet heard that another is wanted.
                await ListenAsync(row, supplier, ct);
                break;
            case ActivationStep.Waiting when status.Code is { } putAside && await IsUnheardAsync(row, putAside, ct):
                await HearAsync(row, status, now, ct);
                await ChangeAsync(row, Same(row, now + supplier.Interval) with { Heard = (row.Heard + 1, row.HeardAt, true) }, ct);
                break;
            default:
                await ChangeAsync(row, Same(row, now + supplier.Interval) with { Heard = (row.Heard, row.HeardAt, true) }, ct);
                break;
        }
    }

    private static bool IsNew(SupplyRow row, ActivationStatus status) =>
        row.IsListening || row.Heard == 0 || (status.SentAt is not null && row.HeardAt is not null && status.SentAt != row.HeardAt);

    private async Task HearAsync(SupplyRow row, ActivationStatus status, DateTime now, CancellationToken ct)
    {
        var message = new ReceiveMessage(
            Source(row), ExternalId(row, row.Heard + 1), row.ServiceName, PhoneNumber.Parse(row.Phone!).Value, status.Text ?? status.Code!, null)
        { Code = status.Code, OrderKey = row.OrderKey };
        await store.WriteAsync(messages, ArrivedMessage.Of(message, seal, now), ct);
        outbox.Pulse();
        watch.Heard(row.Phone!);
    }

    // A text that comes after we heard the one before, and before upstream heard that another is wanted, is put aside with that one:
    // upstream waits for the next, and names it as the last. Before the first of ours, the last is somebody else's.
    private async Task<bool> IsUnheardAsync(SupplyRow row, string code, CancellationToken ct)
    {
        if (row.Heard == 0)
            return false;
        var (source, id) = (Source(row), ExternalId(row, row.Heard));
        var known = await store.ReadAsync(
            (db, token) => db.Messages.Where(m => m.Source == source && m.ExternalId == id).Select(m => m.Code).SingleOrDefaultAsync(token), ct);
        return seal.Open(known) is { } heard && Plain(heard) != Plain(code);
    }

    // Upstream may write the same code in another way the second time.
    private static string Plain(string code) => string.Concat(code.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static string Source(SupplyRow row) => "supplier:" + row.Supplier;

    // Its place in the row of texts names a text, so that after a crash the same one is not told twice.
    private static string ExternalId(SupplyRow row, int place) => $"{row.Activation}:{place}";

    private async Task ListenAsync(SupplyRow row, SupplierOptions supplier, CancellationToken ct)
    {
        var answer = await upstream.ChangeAsync(row.Supplier, row.Activation!, ActivationChange.Again, ct);
        var now = time.UtcNow();
        // Where upstream gives one text alone, asking for more is of little use.
        var pause = answer == ChangeAnswer.Done ? supplier.Interval : supplier.Interval * 10;
        await ChangeAsync(row, Same(row, now + pause) with { Heard = (row.Heard, row.HeardAt, answer == ChangeAnswer.Done) }, ct);
    }

    /// <summary>Its order is over: a number that brought a code is finished, any other is given back. Our refund did not wait for that.</summary>
    private async Task LetGoAsync(SupplyRow row, CancellationToken ct)
    {
        var now = time.UtcNow();
        var change = row.Status is OrderStatus.Succeeded or OrderStatus.Refunded ? ActivationChange.Finish : ActivationChange.Cancel;
        var answer = await upstream.ChangeAsync(row.Supplier, row.Activation!, change, ct);
        var to = answer switch
        {
            ChangeAnswer.Done or ChangeAnswer.Gone => SupplyState.Closed,
            _ when change == ActivationChange.Finish => SupplyState.Closed,
            ChangeAnswer.TooEarly => now - row.CreatedAt > PatienceWithUpstream ? SupplyState.Owed : SupplyState.Active,
            // A text that came after our order was over was delivered all the same: upstream owes nothing.
            _ => (await upstream.StatusAsync(row.Supplier, row.Activation!, ct)).Step == ActivationStep.Waiting ? SupplyState.Owed : SupplyState.Closed,
        };
        await ChangeAsync(row, Same(row, now + BetweenLooks) with { To = to }, ct);
    }
}
