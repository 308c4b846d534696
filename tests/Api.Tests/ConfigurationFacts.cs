using XthonBot.TestKit;

namespace XthonBot.Api.Tests;

public sealed class ConfigurationFacts
{
    [Theory]
    [InlineData("Inbound:Sources:gateway:Kind", "Pigeon")]
    [InlineData("Inbound:Sources:gateway:Kind", "")]
    [InlineData("Inbound:Sources:gateway:Secret", "")]
    [InlineData("Inbound:Sources:gateway:Secret", "hunter2")]
    [InlineData("Inbound:Sources:gateway:Secret", "whsec_")]
    [InlineData("Inbound:Sources:gateway:Secret", "whsec_hunter2!")]
    [InlineData("RateLimit:PerKey", "-1")]
    [InlineData("RateLimit:PerAddress", "many")]
    [InlineData("Store:PublicUrl", "xthonvirtual.store")]
    [InlineData("Links:Interval", "00:00:00")]
    [InlineData("Links:Interval", "often")]
    [InlineData("Links:BackOff", "00:00:02")]
    [InlineData("Links:Timeout", "01:00:00")]
    [InlineData("Links:MaxBytes", "0")]
    [InlineData("Links:Concurrency", "0")]
    [InlineData("Links:AllowedHosts", "sms.lan,http://10.0.0.1/")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string key, string value)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var api = await ApiHost.StartAsync((key, value));
        });

        Assert.Contains(key, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }
}
