using System.Text;
using XthonBot.Bot.Callbacks;

namespace XthonBot.Architecture.Tests.Closed;

/// <summary>The closed list of what a button can carry, through the codec.</summary>
public sealed class CallbackTests
{
    private const long Ann = 1001;
    private static readonly CallbackCodec Codec = new("1000000001:secret");

    public static TheoryData<Type> Callbacks => [.. typeof(Callback).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(Callback)))];

    [Fact]
    public void Every_callback_has_one_verb() =>
        Assert.Equal(
            Callbacks.Select(row => row.Data.FullName).Order(StringComparer.Ordinal),
            CallbackCodec.Known.Select(type => type.FullName).Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Callbacks))]
    public void What_a_button_carries_comes_back_whole_and_fits(Type type)
    {
        foreach (var callback in Samples.Of<Callback>(type))
        {
            // Telegram's ids have at most 52 significant bits.
            var sealedText = Codec.Encode(callback, 1L << 52);
            Assert.InRange(Encoding.UTF8.GetByteCount(sealedText), 1, 64);
            Assert.Equal(callback, Codec.Decode(sealedText, 1L << 52));
        }
    }

    [Theory]
    [MemberData(nameof(Callbacks))]
    public void A_button_opens_for_nobody_else(Type type)
    {
        foreach (var callback in Samples.Of<Callback>(type))
        {
            var text = Codec.Encode(callback, Ann);
            Assert.Null(Codec.Decode(text, Ann + 1));
            Assert.Null(Codec.Decode(text, -Ann));
            Assert.Null(new CallbackCodec("1000000001:Secret").Decode(text, Ann));
        }
    }

    [Theory]
    [MemberData(nameof(Callbacks))]
    public void A_button_with_one_character_changed_does_not_open(Type type)
    {
        foreach (var text in Samples.Of<Callback>(type).Select(callback => Codec.Encode(callback, Ann)))
        {
            for (var at = 0; at < text.Length; at++)
            {
                Assert.Null(Codec.Decode(string.Concat(text.AsSpan(0, at), text[at] == 'A' ? "B" : "A", text.AsSpan(at + 1)), Ann));
                Assert.Null(Codec.Decode(text.Remove(at, 1), Ann));
                Assert.Null(Codec.Decode(text.Insert(at, "|"), Ann));
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("|")]
    [InlineData("h")]
    [InlineData("h|")]
    [InlineData("h|AAAAAAAA")]
    [InlineData("нет|такого|ключа")]
    [InlineData("b|AAAA|AAAA|1|😀😀😀😀")]
    public void What_we_never_wrote_does_not_open(string? text) => Assert.Null(Codec.Decode(text, Ann));
}
