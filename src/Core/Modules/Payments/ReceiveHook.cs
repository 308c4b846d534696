using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Payments;

public enum HookOutcome
{
    /// <summary>All that it says is in the books, or concerns nobody here.</summary>
    Taken,

    /// <summary>No such way, or it has no hook.</summary>
    NoWay,

    Forged,

    Malformed,

    /// <summary>The provider could not be asked about it: it is to be sent again.</summary>
    Later,
}

/// <summary>
/// Takes what was posted to <c>/hooks/pay/&lt;name&gt;</c>. A body that is not signed well enough is only a reason to ask the provider.
/// </summary>
public sealed class ReceiveHookHandler(Store store, PaymentProviders providers, ReportPayments report)
{
    /// <returns>With the reason, for the log, where it was not taken.</returns>
    public async Task<(HookOutcome Outcome, string? Reason)> HandleAsync(string name, HookRequest request, CancellationToken ct)
    {
        if (providers.Find(name) is not { } way)
            return (HookOutcome.NoWay, null);
        var provider = providers.Of(way);
        switch (provider.Understand(way, request))
        {
            case HookReading.Verified verified:
                foreach (var news in verified.News)
                    await report.TellAsync(way.Name, news, ct);
                return (HookOutcome.Taken, null);
            case HookReading.Hint hint:
                return await AskAsync(way, provider, hint, ct);
            case HookReading.Nothing:
                return (HookOutcome.Taken, null);
            case HookReading.Malformed malformed:
                return (HookOutcome.Malformed, malformed.Reason);
            case HookReading.Forged forged:
                return (HookOutcome.Forged, forged.Reason);
            default:
                throw new InvalidOperationException("Unknown reading.");
        }
    }

    private async Task<(HookOutcome, string?)> AskAsync(
        PaymentWay way,
        IPaymentProvider provider,
        HookReading.Hint hint,
        CancellationToken ct
    )
    {
        // Only what is known here is asked for: a stranger cannot make the store ask for anything.
        var known = await store.ReadAsync(
            (db, token) =>
                db
                    .Payments.Where(p =>
                        p.Way == way.Name
                        && (
                            (hint.ExternalId != null && p.ExternalId == hint.ExternalId)
                            || (hint.Payment != null && p.PublicId == hint.Payment.Value.Value)
                        )
                    )
                    .OrderBy(p => p.Id)
                    .FirstOrDefaultAsync(token),
            ct
        );
        if (known is null)
            return (HookOutcome.Taken, null);
        try
        {
            var external = hint.ExternalId ?? known.ExternalId;
            var found = await provider.FindAsync(way, new PaymentToFind(known.PaymentId, external, known.Charge, known.CreatedAt), ct);
            if (found is not null)
                await report.TellAsync(way.Name, found.News, ct);
            return (HookOutcome.Taken, null);
        }
        catch (PaymentLostException e)
        {
            return (HookOutcome.Later, e.Message);
        }
        catch (PaymentRefusedException e)
        {
            return (HookOutcome.Later, e.Message);
        }
    }
}
