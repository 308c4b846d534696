using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using XthonBot.Core.Inbox;

namespace XthonBot.Bot.Telegram;

/// <summary>
/// Long polling. A batch is stored, durably and once by update id, before the next poll confirms it;
/// what a crash left undone is worked at first after a start.
/// </summary>
internal sealed partial class UpdateReceiver(
    PollingClient client, InboxHandler inbox, UpdateHandler updates, BotIdentity identity, CommandMenu menu, TelegramContact contact, TimeProvider time, ILogger<UpdateReceiver> log)
    : BackgroundService
{
    private const int PollSeconds = 30;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    // Named, because without names Telegram keeps the last setting. Payments are among them: nothing pending is ever dropped.
    private static readonly UpdateType[] Wanted =
        [UpdateType.Message, UpdateType.CallbackQuery, UpdateType.MyChatMember, UpdateType.PreCheckoutQuery];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var lanes = new ChatLanes(updates.HandleAsync);
        try
        {
            var source = await UntilItWorksAsync(PrepareAsync, stoppingToken);
            foreach (var item in await UntilItWorksAsync(ct => inbox.ReadPendingAsync(source, ct), stoppingToken))
                lanes.Enqueue(item);

            int? offset = null;
            while (true)
            {
                offset = await UntilItWorksAsync(ct => PollAsync(source, offset, lanes, ct), stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The lanes finish what they are at.
        }
    }

    private async Task<string> PrepareAsync(CancellationToken ct)
    {
        var me = await client.Bot.GetMe(ct);
        identity.Know(me);
        // A webhook that is still set would answer every poll with a conflict.
        await client.Bot.DeleteWebhook(dropPendingUpdates: false, ct);
        contact.Note();
        await menu.PublishAsync(ct);
        LogStarted(log, me.Username ?? "?");
        return $"telegram:{me.Id}";
    }

    private async Task<int?> PollAsync(string source, int? offset, ChatLanes lanes, CancellationToken ct)
    {
        var batch = await client.Bot.GetUpdates(offset, limit: 100, timeout: PollSeconds, Wanted, ct);
        contact.Note();
        if (batch.Length == 0)
            return offset;

        var incoming = batch.Select(update => new Incoming(source, update.Id, LaneOf(update), JsonSerializer.Serialize(update, JsonBotAPI.Options))).ToList();
        foreach (var item in await inbox.StoreAsync(incoming, ct))
            lanes.Enqueue(item);
        return batch[^1].Id + 1;
    }

    private async Task<T> UntilItWorksAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken ct)
    {
        var pause = TimeSpan.FromSeconds(1);
        while (true)
        {
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
#pragma warning disable CA1031 // Nothing ends the polling but the end of the process.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogFailed(log, e.GetType().Name, e.Message, pause.TotalSeconds);
            }

            await Task.Delay(pause, time, ct);
            pause = TimeSpan.FromSeconds(Math.Min(pause.TotalSeconds * 2, LongestPause.TotalSeconds));
        }
    }

    private static long LaneOf(Update update) =>
        update.Message?.Chat.Id ?? update.CallbackQuery?.From.Id ?? update.MyChatMember?.Chat.Id ?? update.PreCheckoutQuery?.From.Id ?? 0;

    [LoggerMessage(Level = LogLevel.Information, Message = "Listening to Telegram as @{Username}")]
    private static partial void LogStarted(ILogger log, string username);

    [LoggerMessage(Level = LogLevel.Error, Message = "Telegram answers 401: Telegram:Token is wrong or was revoked; trying again")]
    private static partial void LogUnauthorized(ILogger log);

    [LoggerMessage(Level = LogLevel.Error, Message = "Telegram answers 409: another process polls with the same Telegram:Token, or a webhook is set ({Reason}); trying again")]
    private static partial void LogConflict(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Polling Telegram failed ({Kind}: {Reason}), next try in {Seconds} s")]
    private static partial void LogFailed(ILogger log, string kind, string reason, double seconds);
}
