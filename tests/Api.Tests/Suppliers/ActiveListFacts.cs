using XthonBot.Integrations.Suppliers;

namespace XthonBot.Api.Tests.Suppliers;

public sealed class ActiveListFacts
{
    private const string Ours = "tx_01a202b322c0733688b68edef1e4a230";

    [Theory]
    [InlineData("""{"status":"success","activeActivations":[{"xid":"1003","serviceCode":"tg","orderId":"#"}]}""")]
    [InlineData("""{"activeActivations":[{"serviceCode":"tg","phoneNumber":"15557771003","orderId":"#"}]}""")]
    [InlineData("""{"status":"success","data":[{"id":"#","service":"tg","phone":"15557771003"}]}""")]
    public void Bug_Our_own_name_of_an_order_was_taken_for_upstreams_id_of_a_number(string answer)
    {
        var reply = new Reply(200, answer.Replace("#", Ours, StringComparison.Ordinal));

        Assert.Null(ActiveList.Read(reply));
        Assert.True(ActiveList.HoldsRows(reply.Json!.Value));
        Assert.Null(Purchases.Id(Ours));
    }

    [Fact]
    public void Upstreams_id_is_read_beside_our_name_of_the_order()
    {
        var reply = new Reply(200, $$"""{"activeActivations":[{"activationId":"1003","serviceCode":"tg","orderId":"{{Ours}}"}]}""");

        var active = Assert.Single(ActiveList.Read(reply)!);

        Assert.Equal(("1003", Ours), (active.Id, active.Reference));
    }
}
