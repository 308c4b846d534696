using Quartz;
using XthonBot.Core.Inbox;
using XthonBot.Core.Ledger;
using XthonBot.Core.Messages;
using XthonBot.Core.Notifications;
using XthonBot.Core.Orders;
using XthonBot.Core.Questions;
using XthonBot.Core.Replies;
using XthonBot.Core.Sealing;
using XthonBot.Core.Stock;
using XthonBot.Core.Suppliers;
using XthonBot.Core.Webhooks;

namespace XthonBot.Bot.Jobs;

// One line each: the sweep in Core does the work, and can be run twice or by two machines with the same end.

[DisallowConcurrentExecution]
internal sealed class DeliverJob(OutboxSignal outbox) : IJob
{
    // Whoever delivers hears it, in whichever process that is.
    public ValueTask Execute(IJobExecutionContext context, CancellationToken ct)
    {
        outbox.Pulse();
        return ValueTask.CompletedTask;
    }
}

[DisallowConcurrentExecution]
internal sealed class ExpireJob(ExpireOrdersHandler sweep) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct) => await sweep.HandleAsync(ct);
}

[DisallowConcurrentExecution]
internal sealed class SuppliesJob(SupplyDesk desk) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct) => await desk.SweepAsync(ct);
}

[DisallowConcurrentExecution]
internal sealed class OffersJob(LookAtOffersHandler sweep) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct) => await sweep.HandleAsync(ct);
}

[DisallowConcurrentExecution]
internal sealed class PollLinksJob(PollLinksHandler sweep) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct) => await sweep.HandleAsync(ct);
}

[DisallowConcurrentExecution]
internal sealed class CoolDownJob(FreeCooledNumbersHandler sweep) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct) => await sweep.HandleAsync(ct);
}

[DisallowConcurrentExecution]
internal sealed class GiveOutPartsJob(GiveOutPartsHandler sweep) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct) => await sweep.HandleAsync(ct);
}

[DisallowConcurrentExecution]
internal sealed class PurgeTextsJob(PurgeTextsHandler sweep) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct) => await sweep.HandleAsync(ct);
}

[DisallowConcurrentExecution]
internal sealed class SealOldTextsJob(SealOldTextsHandler sweep) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct) => await sweep.HandleAsync(ct);
}

[DisallowConcurrentExecution]
internal sealed class PurgeInboxJob(InboxHandler sweep) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct) => await sweep.PurgeAsync(ct);
}

[DisallowConcurrentExecution]
internal sealed class PurgeQuestionsJob(LeaveQuestionsHandler sweep) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct) => await sweep.PurgeAsync(ct);
}

[DisallowConcurrentExecution]
internal sealed class PurgeRepliesJob(KeepRepliesHandler sweep) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct) => await sweep.PurgeAsync(ct);
}

[DisallowConcurrentExecution]
internal sealed class WatchBalancesJob(WatchBalancesHandler sweep) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct) => await sweep.HandleAsync(ct);
}

[DisallowConcurrentExecution]
internal sealed class PurgeDeliveriesJob(PurgeDeliveriesHandler sweep) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct) => await sweep.HandleAsync(ct);
}

[DisallowConcurrentExecution]
internal sealed class CheckBooksJob(CheckBooksHandler sweep) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct) => await sweep.AgreeAsync(ct);
}
