using CsCheck;

namespace XthonBot.Core.Tests.Primitives;

public sealed class IdFacts
{
    private const string Hex = "0190a1b2c3d4e5f60718293a4b5c6d7e";
    private const string Dashed = "0190a1b2-c3d4-e5f6-0718-293a4b5c6d7e";

    [Fact]
    public void An_order_id_is_read_as_it_is_written() =>
        Gen.Guid.Sample(value =>
            OrderId.TryParse(new OrderId(value).ToString(), out var id)
            && id.Value == value
            && id.ToString().Length == 35
            && ServiceId.TryParse(new ServiceId(value).ToString(), out var service)
            && service.Value == value
        );

    [Theory]
    [InlineData("tx_" + Hex, true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("tx_", false)]
    [InlineData(Hex, false)]
    [InlineData("TX_" + Hex, false)]
    [InlineData("ty_" + Hex, false)]
    [InlineData("tx_0190A1b2c3d4e5f60718293a4b5c6d7e", false)]
    [InlineData("tx_0190a1b2c3d4e5f60718293a4b5c6d7", false)]
    [InlineData("tx_0190a1b2c3d4e5f60718293a4b5c6d7e0", false)]
    [InlineData("tx_0190a1b2c3d4e5f60718293a4b5c6d7g", false)]
    [InlineData("tx_" + Dashed, false)]
    [InlineData("tx_{" + Hex + "}", false)]
    [InlineData("tx_０190a1b2c3d4e5f60718293a4b5c6d7", false)]
    public void An_order_id_has_its_prefix_and_32_lower_case_digits(string? text, bool ok) =>
        Assert.Equal(ok, OrderId.TryParse(text, out _));

    [Theory]
    [InlineData("tx_ " + Hex)]
    [InlineData("tx_" + Hex + " ")]
    [InlineData("tx_" + Hex + "\n")]
    [InlineData(" tx_" + Hex)]
    public void Bug_Space_around_an_id_made_another_spelling_of_it(string text) => Assert.False(OrderId.TryParse(text, out _));

    [Theory]
    [InlineData(Dashed, true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData(Hex, false)]
    [InlineData("{" + Dashed + "}", false)]
    [InlineData("0190a1b2-c3d4-e5f6-0718-293a4b5c6d7", false)]
    [InlineData("0190a1b2-c3d4-e5f6-0718-293a4b5c6d7ee", false)]
    [InlineData("0190a1b2c-3d4-e5f6-0718-293a4b5c6d7e", false)]
    [InlineData(" " + Dashed, false)]
    [InlineData(Dashed + " ", false)]
    [InlineData("0x90a1b2-c3d4-e5f6-0718-293a4b5c6d7e", false)]
    [InlineData("+190a1b2-c3d4-e5f6-0718-293a4b5c6d7e", false)]
    public void A_service_id_is_a_uuid_with_its_dashes(string? text, bool ok) => Assert.Equal(ok, ServiceId.TryParse(text, out _));

    [Fact]
    public void Any_text_is_an_id_only_if_it_is_written_back_the_same() =>
        Gen.String[Gen.Char["tx_0123456789abcdefABCDEF- "], 0, 40]
            .Sample(text => !OrderId.TryParse("tx_" + text, out var id) || $"{id}" == "tx_" + text);

    [Fact]
    public void Actors_say_who_they_are() =>
        Assert.Equal(
            ("system", "customer:7", "operator:1003"),
            (Actor.System.ToString(), Actor.Customer(new CustomerId(7)).Name, Actor.Operator(1003).Name)
        );
}
