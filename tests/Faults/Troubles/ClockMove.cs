namespace XthonBot.Faults.Troubles;

/// <summary>
/// The clock is moved: every order's time is over, and numbers have rested enough. Now and then the store is killed before its sweeps ran.
/// </summary>
internal sealed class ClockMove : ITrouble
{
    public string Name => "clock moved";

    public async Task HappenAsync(Shop shop, Random random)
    {
        shop.Report.Count("moves of the clock");
        shop.Journal.BeginMove();
        await shop.Victim.MoveClockAsync(Shop.Lifetime + TimeSpan.FromMinutes(random.Next(1, 15)));
        shop.Journal.EndMove();
        if (random.Next(2) == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1, 2500)), TimeProvider.System);
            await Kill.StrikeAsync(shop);
            await shop.StartStoreAsync();
        }
    }
}
