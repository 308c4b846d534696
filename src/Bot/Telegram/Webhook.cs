using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Telegram.Bot;
using XthonBot.Bot.Telegram.Updates;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Bot.Telegram;

/// <summary>
/// Where Telegram brings updates when <c>Telegram:Mode</c> is <c>Webhook</c>: stored first, then answered at once, then worked at.
/// An update that is not answered by a 200 comes again, before anything else of its chat: one that cannot be read never will be, and is
/// passed over.
/// </summary>
internal sealed partial class Webhook(
    UpdateIntake intake,
    PassedOver passedOver,
    TelegramContact contact,
    IOptions<TelegramOptions> options,
    ILogger<Webhook> log
)
{
    public const string Path = "/hooks/telegram";
    private const string SecretHeader = "X-Telegram-Bot-Api-Secret-Token";
    private readonly byte[] secret = SHA256.HashData(Encoding.UTF8.GetBytes(options.Value.WebhookSecret));

    public async Task HandleAsync(HttpContext context)
    {
        var given = context.Request.Headers[SecretHeader].ToString();
        if (!CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), secret))
        {
            LogForeign(log, context.Connection.RemoteIpAddress?.ToString());
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        using var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            passedOver.Note(null, "too large");
            return;
        }

        try
        {
            // Not broken off where Telegram hangs up: it may be stored already.
            await intake.StoreAsync([body.GetBuffer().AsMemory(0, (int)body.Length)], CancellationToken.None);
            contact.Note();
        }
        catch (Exception e) when (e.IsDatabaseAway())
        {
            // Telegram brings it again.
            LogAway(log, e.GetType().Name);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }

    /// <summary>An update holds one message of at most 4,096 characters with what it answers: some ten times less.</summary>
    internal sealed class BodyLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => 1024 * 1024;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Somebody at {Address} called the webhook without its secret")]
    private static partial void LogForeign(ILogger log, string? address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database is away: an update is left to Telegram ({Kind})")]
    private static partial void LogAway(ILogger log, string kind);
}

/// <summary>Tells Telegram where the webhook is, and sees now and then whether it still knows.</summary>
internal sealed partial class WebhookRegistration(
    ITelegramBotClient client,
    CommandMenu menu,
    TelegramContact contact,
    IOptions<TelegramOptions> options,
    string address,
    TimeProvider time,
    ILogger<WebhookRegistration> log
) : BackgroundService
{
    private const int Connections = 40;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        contact.BeginDuty();
        var isFirst = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Interval;
            try
            {
                // Any number of processes say the same.
                var info = isFirst ? null : await client.GetWebhookInfo(stoppingToken);
                if (info?.Url != address)
                    await RegisterAsync(stoppingToken);
                isFirst = false;
                if (info is { PendingUpdateCount: > 0, LastErrorDate: { } failedAt } && time.GetUtcNow() - failedAt < Interval)
                {
                    LogUndelivered(log, info.PendingUpdateCount, info.LastErrorMessage);
                    pause = PauseAfterFailure;
                }
                else
                    contact.Note();
            }
#pragma warning disable CA1031 // Nothing ends this but the end of the process.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (stoppingToken.IsCancellationRequested)
                    return;
                LogFailed(log, e.GetType().Name, e.Message);
                pause = PauseAfterFailure;
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RegisterAsync(CancellationToken ct)
    {
        await client.SetWebhook(
            address,
            maxConnections: Connections,
            allowedUpdates: WantedUpdates.Types,
            dropPendingUpdates: false,
            secretToken: options.Value.WebhookSecret,
            cancellationToken: ct
        );
        await menu.PublishAsync(ct);
        LogRegistered(log, address);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Telegram brings updates to {Address}")]
    private static partial void LogRegistered(ILogger log, string address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Telegram could not bring updates to the webhook, {Count} wait ({Reason})")]
    private static partial void LogUndelivered(ILogger log, int count, string? reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The webhook could not be set ({Kind}: {Reason}); trying again")]
    private static partial void LogFailed(ILogger log, string kind, string reason);
}
