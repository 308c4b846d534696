using CsCheck;

namespace XthonBot.Core.Tests.Primitives;

public sealed class StorableTextFacts
{
    private static readonly Gen<string> AnyText = Gen.OneOf("a", "é", "😀", "👩‍👩‍👧", "\uD83D", "\uDE00")
        .Array[0, 20]
        .Select(string.Concat);

    [Fact]
    public void A_cut_is_the_beginning_and_ends_with_no_half_of_a_whole_character() =>
        Gen.Select(AnyText, Gen.Int[0, 50])
            .Sample(
                (text, most) =>
                {
                    var cut = StorableText.Cut(text, most);

                    Assert.StartsWith(cut, text, StringComparison.Ordinal);
                    Assert.InRange(cut.Length, Math.Min(text.Length, most - 1), most);
                    Assert.True(cut.Length == 0 || cut.Length == text.Length || !char.IsSurrogatePair(cut[^1], text[cut.Length]));
                    Assert.Equal(cut, StorableText.Cut(text.AsSpan(), most).ToString());
                }
            );

    [Theory]
    [InlineData("ab😀", 4, "ab😀")]
    [InlineData("ab😀", 3, "ab")]
    [InlineData("ab😀", 2, "ab")]
    [InlineData("😀", 0, "")]
    [InlineData("", 5, "")]
    public void A_text_is_cut_before_a_character_that_does_not_fit(string text, int most, string cut) =>
        Assert.Equal(cut, StorableText.Cut(text, most));
}
