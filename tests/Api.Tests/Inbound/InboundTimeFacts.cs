using System.Globalization;
using CsCheck;
using XthonBot.Api.Inbound;

namespace XthonBot.Api.Tests.Inbound;

public sealed class InboundTimeFacts
{
    [Theory]
    [InlineData("2026-11-22T10:00:00Z")]
    [InlineData("2026-11-22t10:00:00z")]
    [InlineData("2026-11-22 10:00:00")]
    [InlineData("2026-11-22T10:00")]
    [InlineData("2026-11-22T10:00:00+0000")]
    [InlineData("2026-11-22T10:00:00.000+0000")]
    [InlineData("2026-11-22T05:00:00+-5:00")]
    [InlineData("2026-11-22T05:00:00.000+-5:00")]
    [InlineData("2026-11-22T05:00:00-05")]
    [InlineData("2026-11-22 13:30:00 +03:30")]
    [InlineData("2026-11-22T17:00:00,000+0700")]
    [InlineData("2026/11/22 10:00:00 UTC")]
    [InlineData("20261122T100000Z")]
    [InlineData("2026-11-22T11:00:00+01:00[Europe/Berlin]")]
    [InlineData("1795341600")]
    [InlineData(" 1795341600 ")]
    [InlineData("1795341600.000")]
    [InlineData("1795341600000")]
    [InlineData("1795341600000000")]
    [InlineData("1795341600000000000")]
    [InlineData("Sun, 22 Nov 2026 10:00:00 GMT")]
    [InlineData("Sun, 22 Nov 2026 10:00:00 +0000")]
    [InlineData("22 Nov 2026 05:00:00 -0500")]
    [InlineData("Sunday, 22-Nov-26 10:00:00 GMT")]
    [InlineData("Sun Nov 22 10:00:00 2026")]
    public void A_time_is_read_in_every_usual_form(string text) =>
        Assert.Equal(new DateTime(2026, 11, 22, 10, 0, 0, DateTimeKind.Utc), InboundTime.Read(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("yesterday")]
    [InlineData("2026-11-22")]
    [InlineData("2026-13-22T10:00:00Z")]
    [InlineData("2026-11-22T25:00:00Z")]
    [InlineData("11/22/2026 10:00:00")]
    [InlineData("-5")]
    [InlineData("1e400")]
    [InlineData("99999999999999999999999")]
    [InlineData("2026-11-22T10:00:00+99:99")]
    [InlineData("٢٠٢٦-11-22T10:00:00Z")]
    public void What_is_no_time_is_none(string? text) => Assert.Null(InboundTime.Read(text));

    [Fact]
    public void Nothing_that_anybody_writes_there_is_a_fault()
    {
        Gen.String.Sample(text => _ = InboundTime.Read(text));
        Gen.String[Gen.Char["0123456789+-:.,TZ /gmtutcNov"], 0, 70].Sample(text => _ = InboundTime.Read(text));
        Gen.DateTime.Sample(time =>
            Assert.Equal(
                time.Ticks,
                InboundTime.Read(DateTime.SpecifyKind(time, DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture))!.Value.Ticks
            )
        );
    }
}
