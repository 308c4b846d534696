using XthonBot.Core.Foundation.Persistence;
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
    [InlineData("Orders:MaxOpenPerCustomer", "-1")]
    [InlineData("Orders:MaxOpenPerCustomer", "few")]
    [InlineData("Messages:PartsWait", "00:00:00")]
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

    [Theory]
    [InlineData("Twilio", "hunter2")]
    [InlineData("Twilio", "hunter2hunter2hunter2hunter2hunt")]
    [InlineData("Plivo", "hunter2")]
    [InlineData("Plivo", "hunter2 hunter2 hunter2 hunter2")]
    [InlineData("Telnyx", "hunter2")]
    [InlineData("Telnyx", "aHVudGVyMmh1bnRlcjJodW50ZXIyaHVudGVy")]
    [InlineData("Telnyx", "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURp=")]
    [InlineData("AndroidGateway", "hunter2")]
    [InlineData("AndroidGateway", "hunter2hunter2ü")]
    [InlineData("SimBank", "hunter2hunter2h")]
    public async Task A_secret_that_is_none_of_its_kind_stops_the_start(string kind, string secret)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() =>
            StartAsync(kind, secret, ("Store:PublicUrl", "https://numbers.example.org"))
        );

        Assert.Contains("Inbound:Sources:gateway:Secret", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Twilio", "0123456789abcdef0123456789abcdef")]
    [InlineData("Plivo", "MjhhNDRhNzgtZGY1NC00ZmI2LWExNWQt")]
    public async Task A_kind_that_signs_its_address_needs_the_public_one(string kind, string secret)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(kind, secret));
        Assert.Contains("Store:PublicUrl", error.Message, StringComparison.Ordinal);
        Assert.Contains("Inbound:Sources:gateway", error.Message, StringComparison.Ordinal);

        await StartAsync(kind, secret, ("Store:PublicUrl", "https://numbers.example.org"));
    }

    [Theory]
    [InlineData("0", "+15550001")]
    [InlineData("01", "+15550001")]
    [InlineData("one", "+15550001")]
    [InlineData("1", "nobody")]
    public async Task A_number_of_a_SIM_that_is_none_stops_the_start(string slot, string number)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() =>
            StartAsync("AndroidGateway", "3kTz-8qs", ($"Inbound:Sources:gateway:Numbers:{slot}", number))
        );
        Assert.Contains($"Inbound:Sources:gateway:Numbers:{slot}", error.Message, StringComparison.Ordinal);
    }

    private static async Task StartAsync(string kind, string secret, params (string Key, string Value)[] settings)
    {
        await using var api = await ApiHost.StartAsync([
            ("Inbound:Sources:gateway:Kind", kind),
            ("Inbound:Sources:gateway:Secret", secret),
            .. settings,
        ]);
    }
}
