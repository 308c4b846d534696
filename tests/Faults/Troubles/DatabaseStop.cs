using XthonBot.Faults.Databases;

namespace XthonBot.Faults.Troubles;

/// <summary>The database's server is stopped, or crashes, and is started again.</summary>
internal sealed class DatabaseStop(Stop how) : ITrouble
{
    public string Name => how == Stop.Immediate ? "crash of the database" : "stop of the database";

    public Task HappenAsync(Shop shop, Random random) =>
        OutageNotice.HappenAsync(shop, random, Name, isWhole: true, () => shop.Database.StopAsync(how), shop.Database.StartAsync);
}
