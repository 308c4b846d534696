using XthonBot.Faults.Databases;

namespace XthonBot.Faults.Tests;

public sealed class DiskFacts
{
    [Fact]
    public void A_full_disk_takes_nothing_more_until_it_is_freed()
    {
        using var disk = Disk.Make(megabytes: 4);
        Assert.SkipUnless(
            disk.WhyNotFillable is null,
            $"No disk can be filled here, so nothing was tried on a full one: {disk.WhyNotFillable}"
        );
        var file = Path.Combine(disk.Folder, "file");

        disk.Fill();
        Assert.Throws<IOException>(() => File.WriteAllBytes(file, new byte[1]));

        disk.Free();
        File.WriteAllBytes(file, new byte[1 << 20]);
    }
}
