namespace XthonBot.Faults.Troubles;

/// <summary>SIGTERM: the store finishes what it is at and ends.</summary>
internal sealed class Terminate : ITrouble
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public string Name => "SIGTERM";

    public bool LeavesTimeToAnswer => true;

    public async Task HappenAsync(Shop shop, Random random)
    {
        var (exitCode, took) = await shop.Victim.TerminateAsync();
        shop.Report.Count("SIGTERMs");
        shop.Report.Took("exit after SIGTERM", took);
        if (exitCode != 0 || took > Limit)
            shop.Report.Violation($"after SIGTERM the store ended with {exitCode} after {took.TotalSeconds:0.0} s");
        await shop.StartStoreAsync();
    }
}
