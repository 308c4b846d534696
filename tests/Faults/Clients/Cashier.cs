using XthonBot.TestKit;

namespace XthonBot.Faults.Clients;

/// <summary>The operator, who tops customers up.</summary>
internal sealed class Cashier(SandboxTestClient telegram, IReadOnlyList<Buyer> buyers, Journal journal, Random random) : IClient
{
    private const int Minor = 25;

    public async Task OnceAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(50, 250)), TimeProvider.System);
        var buyer = buyers[random.Next(buyers.Count)];
        var posted = await telegram.SayAsync(StoreHost.OperatorId, $"/credit {buyer.TelegramId} 0.{Minor} top-up {journal.NextCredit()}");
        buyer.Credit(Minor);
        if (random.Next(10) == 0)
            await telegram.RedeliverAsync(posted.UpdateId);
    }
}
