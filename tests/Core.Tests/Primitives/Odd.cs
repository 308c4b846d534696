using CsCheck;

namespace XthonBot.Core.Tests.Primitives;

/// <summary>What comes along when text is copied out of chats, pages and spreadsheets.</summary>
internal static class Odd
{
    /// <summary>Marks that nobody sees.</summary>
    public static readonly Gen<string> Marks = Gen.OneOf(
        "\u200B",
        "\u200C",
        "\u200D",
        "\u200E",
        "\u200F",
        "\u202A",
        "\u202B",
        "\u202C",
        "\u202D",
        "\u202E",
        "\u2060",
        "\u2061",
        "\u2066",
        "\u2067",
        "\u2068",
        "\u2069",
        "\uFEFF",
        "\u00AD",
        "\u034F",
        "\u061C",
        "\u180E",
        "\u115F",
        "\u3164",
        "\uFE0F",
        "\U000E0020",
        "\U000E0101"
    );

    public static readonly Gen<string> Blanks = Gen.OneOf(
        " ",
        "\u00A0",
        "\u1680",
        "\u2000",
        "\u2002",
        "\u2003",
        "\u2007",
        "\u2009",
        "\u200A",
        "\u202F",
        "\u205F",
        "\u3000",
        "\u2800",
        "\t"
    );

    /// <summary>What people write between the digits of a number.</summary>
    public static readonly Gen<string> Separators = Gen.OneOf(
        Blanks,
        Marks,
        Gen.OneOf(
            "",
            "",
            "",
            "-",
            ".",
            "(",
            ")",
            "/",
            "\u2010",
            "\u2011",
            "\u2012",
            "\u2013",
            "\u2014",
            "\u2015",
            "\u2212",
            "\uFE58",
            "\uFF0D",
            "\u00B7",
            "[",
            "]"
        )
    );

    /// <summary>The zero of a script's digits, which stand in order behind it.</summary>
    public static readonly Gen<int> Zeros = Gen.OneOf('0', 0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50, 0xFF10, 0x1D7CE, 0x1D7F6, 0x1E950);

    public static string Digit(int zero, char digit) => char.ConvertFromUtf32(zero + digit - '0');
}
