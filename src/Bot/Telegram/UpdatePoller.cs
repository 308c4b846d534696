using System.Net;
using Microsoft.Extensions.Options;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using XthonBot.Core.Leases;

namespace XthonBot.Bot.Telegram;

/// <summary>
/// Long polling, by the one process that holds the lease of this bot: two that poll would throw each other out. A batch is stored,
/// durably and once by update id, before the next poll confirms it.
/// </summary>
internal sealed partial class UpdatePoller(
    PollingClient client, UpdateIntake intake, LeaseKeeper keeper, CommandMenu menu, TelegramContact contact,
    IOptions<TelegramOptions> options, TimeProvider time, ILogger<UpdatePoller> log)
    : BackgroundService
{
    private const int PollSeconds = 30;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    // Somebody waits for their answer, and a database that restarts is back within seconds.
    private static readonly TimeSpan LongestPauseForDatabase = TimeSpan.FromSeconds(2);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => keeper.RunAsync(options.Value.Source, PollAsync, stoppingToken);

    private async Task PollAsync(CancellationToken ct)
    {
        contact.BeginDuty();
        try
        {
            await UntilItWorksAsync(PrepareAsync, ct);
            int? offset = null;
            while (true)
            {
                offset = await UntilItWorksAsync(token => PollOnceAsync(offset, token), ct);
            }
        }
        finally
        {
            contact.EndDuty();
        }
    }

    private async Task<bool> PrepareAsync(CancellationToken ct)
    {
        var me = await client.Bot.GetMe(ct);
        // A webhook that is still set would answer every poll with a conflict.
        await client.Bot.DeleteWebhook(dropPendingUpdates: false, ct);
        contact.Note();
        await menu.PublishAsync(ct);
        LogStarted(log, me.Username ?? "?");
        return true;
    }

    private async Task<int?> PollOnceAsync(int? offset, CancellationToken ct)
    {
        var batch = await client.Bot.GetUpdates(offset, limit: 100, timeout: PollSeconds, UpdateReading.Wanted, ct);
        contact.Note();
        if (batch.Length == 0)
            return offset;
        await intake.StoreAsync([.. batch.Select(update => (update, UpdateReading.Write(update)))], ct);
        return batch[^1].Id + 1;
    }

    private async Task<T> UntilItWorksAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken ct)
    {
        var pause = TimeSpan.FromSeconds(1);
        while (true)
        {
            var longest = LongestPause;
            try
            {
                return await step(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                throw;
            }
            catch (ApiRequestException e) when (e.ErrorCode == (int)HttpStatusCode.Unauthorized)
            {
                LogUnauthorized(log);
            }
            catch (ApiRequestException e) when (e.ErrorCode == (int)HttpStatusCode.Conflict)
            {
                LogConflict(log, e.Message);
            }
#pragma warning disable CA1031 // Nothing ends the polling but the end of the process, or of the lease.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (e is not RequestException)
                    longest = LongestPauseForDatabase;
                LogFailed(log, e.GetType().Name, e.Message, pause.TotalSeconds);
            }

            await Task.Delay(pause, time, ct);
            pause = TimeSpan.FromSeconds(Math.Min(pause.TotalSeconds * 2, longest.TotalSeconds));
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Listening to Telegram as @{Username}")]
    private static partial void LogStarted(ILogger log, string username);

    [LoggerMessage(Level = LogLevel.Error, Message = "Telegram answers 401: Telegram:Token is wrong or was revoked; trying again")]
    private static partial void LogUnauthorized(ILogger log);

    [LoggerMessage(Level = LogLevel.Error, Message = "Telegram answers 409: another process polls with the same Telegram:Token, or a webhook is set ({Reason}); trying again")]
    private static partial void LogConflict(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Polling Telegram failed ({Kind}: {Reason}), next try in {Seconds} s")]
    private static partial void LogFailed(ILogger log, string kind, string reason, double seconds);
}
