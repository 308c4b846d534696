using Microsoft.Extensions.Logging;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Payments;

/// <summary>
/// The nightly comparison: all that the providers list is told once more. News that was told before changes nothing; news that was
/// missed, such as a charge-back of Stars, which shows nowhere else, gets into the books.
/// </summary>
public sealed partial class ComparePaymentsHandler(
    PaymentProviders providers,
    ReportPayments report,
    TimeProvider time,
    ILogger<ComparePaymentsHandler> log
)
{
    // A buyer may charge back for weeks.
    private static readonly TimeSpan Span = TimeSpan.FromDays(45);

    /// <returns>How many payments were told.</returns>
    public async Task<int> HandleAsync(CancellationToken ct)
    {
        var told = 0;
        foreach (var way in providers.All)
        {
            try
            {
                foreach (var news in await providers.Of(way).ListAsync(way, time.UtcNow() - Span, ct))
                    told += await TellAsync(way, news, ct);
            }
            catch (Exception e) when (e is PaymentLostException or PaymentRefusedException)
            {
                LogNotListed(log, way.Name, e.Message);
            }
#pragma warning disable CA1031 // The other ways are compared all the same.
            catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(log, e, way.Name);
            }
        }

        return told;
    }

    private async Task<int> TellAsync(PaymentWay way, PaymentNews news, CancellationToken ct)
    {
        try
        {
            await report.TellAsync(way.Name, news, ct);
            return 1;
        }
#pragma warning disable CA1031 // One that cannot be booked holds up none of those behind it, on this night or any other.
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotTold(log, e, way.Name, news.ExternalId);
            return 0;
        }
    }

    [LoggerMessage(LogLevel.Error, "The comparison with the way to pay {Way} failed; it is tried again the next night")]
    private static partial void LogFailed(ILogger log, Exception e, string way);

    [LoggerMessage(LogLevel.Error, "The comparison with the way to pay {Way} could not book {Transaction}")]
    private static partial void LogNotTold(ILogger log, Exception e, string way, string transaction);

    [LoggerMessage(LogLevel.Warning, "The way to pay {Way} does not list its payments ({Reason}); the next night it is asked again")]
    private static partial void LogNotListed(ILogger log, string way, string reason);
}
