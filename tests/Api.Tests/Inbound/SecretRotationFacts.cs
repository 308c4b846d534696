using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Inbound;

/// <summary>A source may have several secrets, so that one can be exchanged for another without a text that is lost.</summary>
public sealed class SecretRotationFacts
{
    private const string Next = "whsec_bmV4dC1zZWNyZXQtb2Ytb3VyLWdhdGV3YXk=";
    private const string Body = """{"from":"Telegram","to":"+15550001","text":"Your code is 54321"}""";

    [Fact]
    public async Task The_old_and_the_new_one_are_as_good_and_no_other()
    {
        await using var api = await ApiHost.StartAsync(("Inbound:Sources:gateway:MoreSecrets:0", Next));
        EnvelopeAssert.Ok(await api.HookAsync(Body, "1"));
        api.Store.Time.Advance(TimeSpan.FromMinutes(2));
        EnvelopeAssert.Ok(await api.HookAsync(Body, "2", secret: Next));
        EnvelopeAssert.Failed(
            await api.HookAsync(Body, "3", secret: "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
            401,
            "Missing or invalid signature"
        );
        Assert.Equal(2, await api.Store.ScalarAsync<int>("select count(*) as value from messages"));
        Assert.DoesNotContain(api.Logs.Lines, line => line.Contains(Next[6..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_message_signed_by_both_one_after_the_other_is_one()
    {
        await using var api = await ApiHost.StartAsync(("Inbound:Sources:gateway:MoreSecrets:0", Next));
        EnvelopeAssert.Ok(await api.HookAsync(Body, "1"));
        EnvelopeAssert.Ok(await api.HookAsync(Body, "1", secret: Next));
        Assert.Equal(1, await api.Store.ScalarAsync<int>("select count(*) as value from messages"));
    }

    [Fact]
    public async Task A_clock_that_is_off_is_named_whichever_secret_signed()
    {
        await using var api = await ApiHost.StartAsync(("Inbound:Sources:gateway:MoreSecrets:0", Next));
        EnvelopeAssert.Failed(await api.HookAsync(Body, secret: Next, age: TimeSpan.FromMinutes(6)), 401, "Missing or invalid signature");
        Assert.Contains(api.Logs.Lines, line => line.Contains("its clock is 360 s behind", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_further_secret_that_is_none_stops_the_start_without_being_repeated()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            ApiHost.StartAsync(("Inbound:Sources:gateway:MoreSecrets:0", "not-a-secret"))
        );
        Assert.Contains("Inbound:Sources:gateway:MoreSecrets: each must be whsec_", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-a-secret", refused.Message, StringComparison.Ordinal);
    }
}
