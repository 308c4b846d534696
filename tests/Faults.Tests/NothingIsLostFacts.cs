using System.Security.Cryptography;
using XthonBot.Faults.Databases;

namespace XthonBot.Faults.Tests;

/// <summary>
/// A short run on each database: every trouble once, in an order that stays, among people who do something else each time.
/// The long ones are run by hand: <c>dotnet run -c Release --project tests/Faults -- --database sqlite --kills 100</c>.
/// </summary>
public sealed class NothingIsLostFacts
{
    private const int Seed = 20261122;

    // A start takes two to three seconds on an idle machine; here every other test runs beside it, on the same two cores.
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(20);

    [Fact]
    public Task Nothing_is_lost_on_SQLite_whatever_happens_to_the_store() => NothingIsLostAsync(() => Task.FromResult<IDatabase>(new SqliteFile(Disk.Make())));

    [Fact]
    public Task Nothing_is_lost_on_PostgreSQL_whatever_happens_to_the_store() => NothingIsLostAsync(async () =>
    {
        try
        {
            return await PostgresServer.MakeAsync(Disk.Make());
        }
        catch (NoServerException e) when (Environment.GetEnvironmentVariable("XTHON_REQUIRE_POSTGRES") is not ("1" or "true"))
        {
            Assert.Skip(e.Message);
            throw;
        }
    });

    [Fact]
    public void A_full_disk_takes_nothing_more_until_it_is_freed()
    {
        using var disk = Disk.Make(megabytes: 4);
        Assert.SkipUnless(disk.WhyNotFillable is null, $"No disk can be filled here, so nothing was tried on a full one: {disk.WhyNotFillable}");
        var file = Path.Combine(disk.Folder, "file");

        disk.Fill();
        Assert.Throws<IOException>(() => File.WriteAllBytes(file, new byte[1]));

        disk.Free();
        File.WriteAllBytes(file, new byte[1 << 20]);
    }

    private static async Task NothingIsLostAsync(Func<Task<IDatabase>> make)
    {
        // It wants the machine for itself: beside all other tests on two cores, it measures them and not the store.
        Assert.SkipUnless(Environment.GetEnvironmentVariable("XTHON_FAULTS") is "1" or "true", "Set XTHON_FAULTS=1 to run it; it takes some minutes, best alone.");
        await using var database = await make();
        var options = new FaultRunOptions(Seed, RandomNumberGenerator.GetInt32(int.MaxValue), Kills: 1, ReadyWithin, ChecksEachTime: false);

        var report = await FaultRun.RunAsync(database, options, TestContext.Current.TestOutputHelper!.WriteLine);

        Assert.True(report.Violations.Count == 0, $"People by seed {options.PeopleSeed}:\n{string.Join('\n', report.Violations)}");
    }
}
