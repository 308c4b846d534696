namespace XthonBot.Faults.Troubles;

/// <summary>SIGTERM: the store finishes what it is at and ends.</summary>
internal sealed class Terminate : ITrouble
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public string Name => "SIGTERM";

    public bool LeavesTimeToAnswer => true;

    public async Task HappenAsync(Shop shop, Random random)
    {
        await StrikeAsync(shop, Name);
        await shop.StartStoreAsync();
    }

    public static async Task StrikeAsync(Shop shop, string when)
    {
        var (exitCode, took) = await shop.Victim.TerminateAsync();
        shop.Report.Count("SIGTERMs");
        shop.Report.Took($"exit after {when}", took);
        if (exitCode is null)
            shop.Report.Violation($"{when}: the store did not end, and was killed");
        else if (exitCode != 0)
            shop.Report.Violation($"{when}: the store ended with {exitCode}");
        else if (took > Limit)
            shop.Report.Violation($"{when}: the store did not end within {Limit.TotalSeconds:0} s");
    }
}
