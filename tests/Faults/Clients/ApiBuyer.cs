namespace XthonBot.Faults.Clients;

/// <summary>A script that buys over the API, and whose numbers get texts or are given back.</summary>
internal sealed class ApiBuyer(Buyer buyer, string service, StoreApiClient api, Gateway gateway, Journal journal, Random random) : IClient
{
    public async Task OnceAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(5, 40)), TimeProvider.System);
        if (!api.IsThere)
            return;
        // Many at once, so that a kill finds some under way.
        var bought = await Task.WhenAll(Enumerable.Range(0, random.Next(4) == 0 ? 6 : 1).Select(_ => BuyAsync()));
        if (bought.All(purchase => purchase is null))
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        await Task.WhenAll(bought.OfType<Purchase>().Select(purchase => UseAsync(purchase, new Random(random.Next()))));
    }

    private async Task<Purchase?> BuyAsync()
    {
        var moves = journal.Moves;
        var answer = await api.PostAsync($"services/{service}/buy", buyer.Key);
        if (answer.IsOk)
            return journal.Bought(
                Guid.Parse(answer.Data.GetProperty("id").GetString()![3..]),
                buyer,
                answer.Data.GetProperty("number").GetString()!,
                moves
            );
        if (!answer.IsRefusal)
            buyer.LostAnAnswer();
        return null;
    }

    private async Task UseAsync(Purchase purchase, Random chance)
    {
        switch (chance.Next(10))
        {
            case < 5:
                var text = journal.Write(purchase);
                await gateway.SendAsync(text);
                if (chance.Next(8) == 0)
                    await gateway.SendAsync(text);
                if (chance.Next(8) == 0)
                    await gateway.SendAsync(journal.Write(purchase));
                break;
            case < 8:
                await CancelAsync(purchase);
                break;
            case 8:
                // One of them is first.
                await Task.WhenAll(gateway.SendAsync(journal.Write(purchase)), CancelAsync(purchase));
                break;
        }
    }

    private async Task CancelAsync(Purchase purchase)
    {
        purchase.CancelAsked = true;
        purchase.CancelTaken = (await api.PostAsync($"transactions/tx_{purchase.Id:n}/cancel", buyer.Key)).IsOk;
    }
}
