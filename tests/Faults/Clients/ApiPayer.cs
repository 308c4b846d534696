using System.Globalization;
using XthonBot.TestKit;

namespace XthonBot.Faults.Clients;

/// <summary>A script that pays in over the API. Without an answer it asks again with the same key, also in the store's next life.</summary>
internal sealed class ApiPayer(Buyer buyer, StoreApiClient api, SandboxTestClient telegram, Journal journal, Report report, Random random)
    : IClient
{
    private static readonly string[] Ways = ["stars", "cryptopay", "btcpay", "heleket"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);
    private readonly Purse purse = new(telegram, buyer.TelegramId, report, new Random(random.Next()));
    private readonly Queue<(string Key, string Amount, string Way)> unanswered = [];

    public async Task OnceAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(30, 250)), TimeProvider.System);
        if (random.Next(6) == 0)
            await purse.FinishAsync();
        if (api.IsThere)
            await journal.PayingAsync(TopUpAsync);
    }

    private async Task TopUpAsync()
    {
        var wanted =
            random.Next(2) == 0 && unanswered.TryDequeue(out var before)
                ? before
                : (
                    Key: $"topup-{journal.NextTopUp()}",
                    Amount: (random.Next(100, 2000) / 100m).ToString("0.00", CultureInfo.InvariantCulture),
                    Way: Ways[random.Next(Ways.Length)]
                );
        var answer = await api.TopUpAsync(buyer.Key, wanted.Amount, wanted.Way, wanted.Key);
        if (!answer.IsOk)
        {
            unanswered.Enqueue(wanted);
            return;
        }

        var id = Guid.Parse(answer.Data.GetProperty("id").GetString()![4..]);
        journal.Opened(id, wanted.Way);
        // The invoice of a request that was asked again may be looked for yet.
        if (answer.Data.GetProperty("url").GetString() is not { } url)
            return;
        if (await purse.PayAsync(await telegram.Desk.FindAsync(url)))
            await SeesCreditAsync(id);
    }

    private async Task SeesCreditAsync(Guid id)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (api.IsThere && TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            var seen = await api.GetAsync($"topups/pay_{id:n}", buyer.Key);
            if (seen.IsOk && seen.Data.GetProperty("credited").GetString() != "0.00")
            {
                report.Count("payments seen credited at once, over the API");
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(40), TimeProvider.System);
        }
    }
}
