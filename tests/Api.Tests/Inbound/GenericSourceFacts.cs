using System.Text;
using Microsoft.AspNetCore.Http;
using XthonBot.Api.Inbound;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Inbound;

public sealed class GenericSourceFacts
{
    /// <summary>The vector that the Standard Webhooks libraries test themselves with.</summary>
    [Fact]
    public void The_published_example_of_the_scheme_is_signed()
    {
        var headers = new HeaderDictionary
        {
            ["webhook-id"] = "msg_p5jXN8AQM9LWM0D4loKWxJek",
            ["webhook-timestamp"] = "1614265330",
            ["webhook-signature"] = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        };
        var request = new InboundRequest(headers, Encoding.UTF8.GetBytes("""{"test": 2432232314}"""), "");
        var now = DateTimeOffset.FromUnixTimeSeconds(1614265330).UtcDateTime;

        // Signed, and only then found not to be a message.
        Assert.IsType<InboundResult.Bad>(new GenericSource().Read(request, new SourceSettings("x", ApiHost.Secret), now));
        Assert.IsType<InboundResult.Unauthorized>(
            new GenericSource().Read(request, new SourceSettings("x", ApiHost.Secret), now.AddMinutes(6))
        );
    }
}
