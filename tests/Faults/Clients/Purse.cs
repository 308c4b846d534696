using System.Collections.Concurrent;
using System.Net;
using XthonBot.TestKit;

namespace XthonBot.Faults.Clients;

/// <summary>
/// The money of a payer, and the whims of the providers: pays an invoice at the cash desk, in whichever way, and lets its webhooks be lost,
/// late, doubled or forged.
/// </summary>
internal sealed class Purse(SandboxTestClient telegram, long person, Report report, Random random)
{
    // Telegram itself waits ten seconds for the store's word; the payer puts the phone away before.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    // As many as a payment of the most talkative provider sends.
    private const int Webhooks = 4;

    private readonly ConcurrentQueue<string> unfinished = [];

    /// <summary>Pays, or does not.</summary>
    /// <returns>Whether the store is likely to hear of it at once.</returns>
    public async Task<bool> PayAsync(SandboxInvoice invoice)
    {
        var isHeard = await ArrangeAsync(invoice);
        var plan = Plan(invoice.Provider);
        var done = false;
        foreach (var act in plan)
            done |= await ActAsync(invoice.Id, act);
        if (plan is ["pay_less"])
            unfinished.Enqueue(invoice.Id);
        // By then the store may have credited it, or not.
        if (done && AfterThat(invoice.Provider) is { } more)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 600)), TimeProvider.System);
            await ActAsync(invoice.Id, more);
        }

        return done && isHeard;
    }

    /// <summary>Pays the rest of what was paid in part some time ago.</summary>
    public async Task FinishAsync()
    {
        if (unfinished.TryDequeue(out var invoice))
            await ActAsync(invoice, random.Next(2) == 0 ? "pay" : "pay_late");
    }

    /// <returns>Whether it was possible, and the money came.</returns>
    public async Task<bool> ActAsync(string invoice, string act)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            var done = await telegram.Desk.ActAsync(invoice, act, personId: person, ct: limit.Token);
            report.Count(done.Done ? $"desk: {act}" : $"desk: {act} refused by the store");
            return done.Done;
        }
        catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.Conflict)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            report.Count($"desk: {act} that the payer did not wait for");
            return false;
        }
    }

    private async Task<bool> ArrangeAsync(SandboxInvoice invoice)
    {
        var trouble = random.Next(12) switch
        {
            0 or 1 => "lost",
            2 => "delayed",
            3 => "doubled",
            4 => "forged",
            _ => null,
        };
        if (trouble is null || invoice.Provider == "stars")
            return true;
        report.Count($"desk: webhooks {trouble}");
        for (var i = 0; i < Webhooks; i++)
            await telegram.Desk.ArrangeAsync(trouble, invoiceId: invoice.Id, delayMs: random.Next(200, 3000));
        return trouble == "doubled";
    }

    private string[] Plan(string provider) =>
        (provider, random.Next(100)) switch
        {
            (_, < 6) => [],
            ("stars", < 16) => ["pay_twice"],
            ("stars" or "cryptopay", _) => ["pay"],
            (_, < 16) => ["pay_less"],
            (_, < 22) => ["pay_less", "pay"],
            (_, < 30) => ["pay_more"],
            (_, < 38) => ["pay_late"],
            (_, < 46) => ["pay_twice"],
            (_, < 50) => ["expire"],
            _ => ["pay"],
        };

    private string? AfterThat(string provider) =>
        (provider, random.Next(100)) switch
        {
            ("stars" or "heleket", < 7) => "refund",
            ("stars", < 14) => "charge_back",
            ("btcpay" or "heleket", < 20) => "pay_twice",
            _ => null,
        };
}
