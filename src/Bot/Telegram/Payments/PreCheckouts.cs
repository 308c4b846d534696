using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using XthonBot.Bot.Telegram.Updates;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Payments;
using XthonBot.Texts;

namespace XthonBot.Bot.Telegram.Payments;

/// <summary>
/// Answers Telegram's last question before a payment, for which it waits ten seconds: at once, beside all queues, and with no where the
/// database is slow or away, or cannot be written. The question is not stored: an hour later nobody wants the answer.
/// </summary>
internal sealed partial class PreCheckouts(
    ITelegramBotClient client,
    LockPaymentHandler payments,
    FindCustomerHandler customers,
    PaymentProviders providers,
    TextBook texts,
    TimeProvider time,
    ILogger<PreCheckouts> log
)
{
    private const int MostKnown = 10_000;
    private const string Gone = "stars.gone";
    private const string Paid = "stars.paid";
    private const string Off = "stars.off";
    private const string Later = "stars.later";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    // Somebody who is typing their password when the invoice expires still gets what they pay for.
    private static readonly TimeSpan Late = TimeSpan.FromHours(1);

    // The update by which each question came.
    private readonly ConcurrentDictionary<string, long> known = new(StringComparer.Ordinal);

    /// <summary>Returns at once. A question that is brought again, as after a batch that could not be stored, is answered once.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Begin(PreCheckout query)
    {
        if (known.Count >= MostKnown)
            known.Clear();
        var isNew = known.TryAdd(query.QueryId, query.UpdateId);
        // While a batch cannot be stored, the same update comes every second.
        if (isNew || known.GetValueOrDefault(query.QueryId) != query.UpdateId)
            LogAsked(log, query.UpdateId);
        if (!isNew)
            return false;
        _ = Task.Run(() => AnswerAsync(query));
        return true;
    }

    private async Task AnswerAsync(PreCheckout query)
    {
        var refusal = await DecideAsync(query);
        var words = refusal is null ? null : texts[texts.Guess(query.Language)].Label(refusal);
        if (refusal is not null)
            LogRefused(log, query.UpdateId, refusal);
        for (var attempt = 1; ; attempt++)
        {
            using var limit = new CancellationTokenSource(AnswerWithin, time);
            try
            {
                await client.AnswerPreCheckoutQuery(query.QueryId, words, limit.Token);
                return;
            }
            catch (Exception e) when (e is RequestException or OperationCanceledException)
            {
                // Telegram tells the payer that the bot did not answer; nothing is charged.
                if (e is ApiRequestException || attempt == 2)
                {
                    LogUnanswered(log, query.UpdateId, e.Message);
                    return;
                }
            }
        }
    }

    private async Task<string?> DecideAsync(PreCheckout query)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        try
        {
            return await CheckAsync(query, limit.Token).WaitAsync(Patience, time);
        }
#pragma warning disable CA1031 // Without the books nothing is sold, whichever fault keeps them away.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogUndecided(log, query.UpdateId, e.GetType().Name);
            return Later;
        }
    }

    /// <summary>Anybody may pay for somebody: the money is credited to whoever opened the payment.</summary>
    /// <returns>The key of the words with which it is refused; null where the money may come.</returns>
    private async Task<string?> CheckAsync(PreCheckout query, CancellationToken ct)
    {
        if (!PaymentId.TryParse(query.Payload, out var id) || !(await payments.HandleAsync(id, ct)).TryGet(out var payment, out _))
            return Gone;
        if (payment.Kind != PaymentKind.Stars || payment.ChargeCurrency != query.Currency)
            return Gone;
        if (payment.ChargeText != query.Total.ToString(CultureInfo.InvariantCulture))
            return Gone;
        if (payment.State == PaymentState.Paid)
            return Paid;
        if (payment.State is not (PaymentState.Open or PaymentState.Expired) || time.GetUtcNow().UtcDateTime > payment.ExpiresAt + Late)
            return Gone;
        if (providers.Find(payment.Way) is not { } way || providers.WrongSetting(way) is not null)
            return Off;
        return (await customers.HandleAsync(payment.Customer, ct)).IsBanned ? Off : null;
    }

    [LoggerMessage(LogLevel.Information, "Update {Id} asks whether a payment in Stars may be made")]
    private static partial void LogAsked(ILogger log, long id);

    [LoggerMessage(LogLevel.Information, "The payment in Stars of update {Id} is refused: {Reason}")]
    private static partial void LogRefused(ILogger log, long id, string reason);

    [LoggerMessage(LogLevel.Warning, "Whether the payment in Stars of update {Id} may be made could not be seen in time ({Kind})")]
    private static partial void LogUndecided(ILogger log, long id, string kind);

    [LoggerMessage(LogLevel.Warning, "Telegram did not take the answer about the payment in Stars of update {Id} ({Reason})")]
    private static partial void LogUnanswered(ILogger log, long id, string reason);
}
