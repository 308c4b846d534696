namespace XthonBot.Faults.Troubles;

/// <summary>SIGKILL; now and then a second one while the store starts again.</summary>
internal sealed class Kill : ITrouble
{
    public string Name => "kill";

    public async Task HappenAsync(Shop shop, Random random)
    {
        await StrikeAsync(shop);
        if (random.Next(4) == 0)
        {
            await shop.Victim.LaunchAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, 3000)), TimeProvider.System);
            await StrikeAsync(shop);
        }

        await shop.StartStoreAsync();
    }

    public static async Task StrikeAsync(Shop shop)
    {
        if (shop.Journal.Paying > 0)
            shop.Report.Count("kills while somebody paid");
        await shop.Victim.KillAsync();
        shop.Report.Count("kills");
    }
}
