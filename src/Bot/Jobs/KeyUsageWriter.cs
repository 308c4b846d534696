using XthonBot.Core.Modules.ApiKeys;

namespace XthonBot.Bot.Jobs;

/// <summary>
/// Writes down when keys were last used. No job of the shared schedule: each process that takes requests has noted its own,
/// in memory, and the job would run in another one.
/// </summary>
internal sealed partial class KeyUsageWriter(WriteKeyUsageHandler write, TimeProvider time, ILogger<KeyUsageWriter> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stoppingToken.IsCancellationRequested)
                await WriteAsync(stoppingToken);
        }
    }

    private async Task WriteAsync(CancellationToken ct)
    {
        try
        {
            await write.HandleAsync(ct);
        }
#pragma warning disable CA1031 // The next use of the key is noted again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(log, e.GetType().Name, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The last use of API keys could not be recorded ({Kind}: {Reason})")]
    private static partial void LogFailed(ILogger log, string kind, string reason);
}
