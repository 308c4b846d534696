using Npgsql;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Bot.Jobs;

/// <summary>Wakes the process that delivers, whichever process has written something to deliver.</summary>
internal interface IOutboxWakeup
{
    /// <summary>Returns when there was a signal, or may have been one.</summary>
    Task WaitAsync(CancellationToken ct);
}

/// <summary>Within the one process of a store on SQLite.</summary>
internal sealed class LocalWakeup(OutboxSignal signal) : IOutboxWakeup
{
    public Task WaitAsync(CancellationToken ct) => signal.WaitAsync(ct);
}

/// <summary>
/// Between processes, by PostgreSQL's LISTEN and NOTIFY. A lost signal is made good by the job that signals every two seconds.
/// </summary>
internal sealed partial class PostgresWakeup(string connectionString, OutboxSignal signal, TimeProvider time, ILogger<PostgresWakeup> log)
    : BackgroundService,
        IOutboxWakeup
{
    private const string Channel = "xthonbot_outbox";

    // Every commit that notifies takes a lock of the whole server: many writes share one.
    private static readonly TimeSpan BetweenSignals = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly string address = new NpgsqlConnectionStringBuilder(PostgresStoreDbContext.Complete(connectionString))
    {
        Pooling = false,
    }.ConnectionString;
    private NpgsqlConnection? listening;
    private NpgsqlConnection? notifying;

    public async Task WaitAsync(CancellationToken ct)
    {
        try
        {
            if (listening is { } open)
            {
                await open.WaitAsync(ct);
                return;
            }

            listening = await OpenAsync(ct);
            await ExecuteAsync(listening, $"listen {Channel}", ct);
            // Rows written before this moment woke nobody: it returns as if it had been woken.
        }
        catch (Exception e) when (e is NpgsqlException or System.IO.IOException)
        {
            LogFailed(log, e.GetType().Name, e.Message);
            await CloseAsync(listening);
            listening = null;
            await Task.Delay(Pause, time, ct);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await CloseAsync(listening);
        await CloseAsync(notifying);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await signal.WaitAsync(stoppingToken);
                await NotifyAsync(stoppingToken);
                await Task.Delay(BetweenSignals, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A missed wake-up is made good by the next sweep.
        }
    }

    private async Task NotifyAsync(CancellationToken ct)
    {
        try
        {
            notifying ??= await OpenAsync(ct);
            await ExecuteAsync(notifying, $"notify {Channel}", ct);
        }
        catch (Exception e) when (e is NpgsqlException or System.IO.IOException)
        {
            LogFailed(log, e.GetType().Name, e.Message);
            await CloseAsync(notifying);
            notifying = null;
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        var connection = new NpgsqlConnection(address);
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(ct);
    }

    private static ValueTask CloseAsync(NpgsqlConnection? connection) => connection?.DisposeAsync() ?? ValueTask.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "The signal between processes is broken ({Kind}: {Reason}); the sweep goes on without it")]
    private static partial void LogFailed(ILogger log, string kind, string reason);
}
