using Microsoft.Extensions.Logging;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Modules.Suppliers;

// The number of an agent: it pushes the texts itself, and is told how the order ended. It is paid for what brought a code and for
// nothing else, so it never owes anything; and its protocol has no list of what was taken, so nothing is looked for.
public sealed partial class SupplierOrderSteps
{
    /// <summary>So many refusals in a row, some eight hours of them, and it is clear that it does not know the number.</summary>
    private const int MostRefusals = 100;

    private Task ServeAgentAsync(SupplierOrderSnapshot row, SupplierOptions supplier, CancellationToken ct) =>
        row.State switch
        {
            SupplierOrderState.Asked => NextAsync(row, ct),
            SupplierOrderState.Active when row.IsOpen => ChangeAsync(row, Same(row, time.UtcNow() + supplier.Interval), ct),
            SupplierOrderState.Active => FinishAsync(row, ct),
            SupplierOrderState.Missing => ChangeAsync(row, Same(row, time.UtcNow()) with { To = SupplierOrderState.Closed }, ct),
            _ => Task.CompletedTask,
        };

    /// <summary>
    /// A number that it may have taken for us can neither be known nor paid: the next supplier is asked. How an order ended it is told
    /// until it hears it.
    /// </summary>
    private Task AgentIsSilentAsync(SupplierOrderSnapshot row, SupplierOrderChange again, CancellationToken ct) =>
        row.State == SupplierOrderState.Wanted ? NextAsync(row with { State = SupplierOrderState.Asked }, ct) : ChangeAsync(row, again, ct);

    private async Task FinishAsync(SupplierOrderSnapshot row, CancellationToken ct)
    {
        var now = time.UtcNow();
        var answer = await TellAgentAsync(row, ct);
        var isOver = answer is ChangeAnswer.Done or ChangeAnswer.Gone;
        if (!isOver && row.Failures >= MostRefusals)
            LogUnfinished(log, row.Supplier, row.Order);
        await ChangeAsync(
            row,
            isOver || row.Failures >= MostRefusals
                ? Same(row, now) with
                {
                    To = SupplierOrderState.Closed,
                }
                : Same(row, now + Silence(row.Failures + 1)) with
                {
                    Failures = row.Failures + 1,
                },
            ct
        );
    }

    private async Task<ChangeAnswer> TellAgentAsync(SupplierOrderSnapshot row, CancellationToken ct) =>
        await store.ReadAsync((db, token) => AgentNumbers.IsAnothersAsync(db, row, token), ct)
            ? ChangeAnswer.Gone
            : await upstream.ChangeAsync(row.Supplier, row.ExternalId!, EndOf(row), ct);

    private static UpstreamChange EndOf(SupplierOrderSnapshot row) =>
        row.Status switch
        {
            OrderStatus.Succeeded => UpstreamChange.Finish,
            OrderStatus.Refunded => UpstreamChange.Return,
            _ when row.Phone is null => UpstreamChange.Reject,
            _ => UpstreamChange.Cancel,
        };

    [LoggerMessage(LogLevel.Warning, "Agent {Supplier} refuses to hear how order {Order} ended")]
    private static partial void LogUnfinished(ILogger log, string supplier, OrderId order);
}
