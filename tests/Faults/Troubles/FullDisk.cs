namespace XthonBot.Faults.Troubles;

/// <summary>Something else fills the database's disk, and is deleted again.</summary>
internal sealed class FullDisk : ITrouble
{
    public string Name => "full disk";

    // What fits into files that are there already is still written, and reading goes on.
    public Task HappenAsync(Shop shop, Random random) =>
        OutageNotice.HappenAsync(
            shop,
            random,
            Name,
            isWhole: false,
            () =>
            {
                shop.Database.Disk.Fill();
                return Task.CompletedTask;
            },
            async () =>
            {
                shop.Database.Disk.Free();
                await shop.Database.StartAsync();
            }
        );
}
