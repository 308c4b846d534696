using System.IO.Compression;
using System.Text;
using XthonBot.Core.Modules.Stock;

namespace XthonBot.Core.Tests.Stock;

public sealed class StockFileFacts
{
    [Theory]
    [InlineData("+15550001234")]
    [InlineData("  +15550001234\t")]
    [InlineData("\"+15550001234\"")]
    [InlineData("+15550001234,usa,telegram")]
    [InlineData("\"+15550001234\",\"usa\"")]
    [InlineData("+15550001234;usa")]
    [InlineData("+15550001234\tusa")]
    [InlineData(" \"+1 (555) 000-1234\" , x")]
    [InlineData("555-000-1234")]
    [InlineData("17;+15550001234")]
    [InlineData("usa,telegram,+15550001234")]
    [InlineData("2026-11-30 10:15,+15550001234,$0.50")]
    [InlineData("3) 5550001234")]
    [InlineData("12. 555.000.1234")]
    [InlineData("• +15550001234 (mobile)")]
    [InlineData("Tel.: +1 555 000 1234")]
    [InlineData("phone=5550001234")]
    [InlineData("12 +15550001234")]
    [InlineData("\"=\"\"+15550001234\"\"\",usa")]
    [InlineData("=\"+15550001234\";usa")]
    [InlineData("| +15550001234 | usa |")]
    [InlineData("\u200E+1\u00A0555\u2009000\u20111234\u202C,usa")]
    public void A_line_gives_the_number_in_any_of_its_fields(string line) =>
        Assert.Equal("+15550001234", Assert.Single(Read(line)).Number.Value.E164);

    [Theory]
    [InlineData("+15550001234,https://sms.example/1?token=a", "https://sms.example/1?token=a")]
    [InlineData(" +1 555 000 1234 ; HTTP://Sms.Example:8080 ; note", "http://sms.example:8080/")]
    [InlineData("+15550001234\thttps://sms.example/?a=1,2;3\tusa", "https://sms.example/?a=1,2;3")]
    [InlineData("+15550001234,\"https://sms.example/?a=1,2\",usa", "https://sms.example/?a=1,2")]
    [InlineData("+15550001234,https://sms.example/a,usa", "https://sms.example/a")]
    [InlineData("+15550001234,usa,https://sms.example/a", "https://sms.example/a")]
    [InlineData("https://sms.example/a,+15550001234", "https://sms.example/a")]
    [InlineData("+15550001234----https://sms.example/a?b=c--d", "https://sms.example/a?b=c--d")]
    [InlineData("+15550001234:https://sms.example/a", "https://sms.example/a")]
    [InlineData("+15550001234 https://sms.example/?a=1,2;3|4 usa", "https://sms.example/?a=1,2;3%7C4")]
    [InlineData("+15550001234|https://sms.example/a|usa", "https://sms.example/a")]
    [InlineData("17,2026-11-30,+15550001234,usa,0.50,https://sms.example/a,note", "https://sms.example/a")]
    [InlineData("+15550001234,", null)]
    public void A_link_is_found_wherever_it_stands_beside_the_number(string line, string? link)
    {
        var read = Assert.Single(Read(line));
        Assert.Equal(("+15550001234", link), (read.Number.Value.E164, read.Link));
        Assert.DoesNotContain("token", read.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://sms.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://")]
    [InlineData("https://:80/")]
    [InlineData("https://user:secret@sms.example/")]
    [InlineData("sms.example/a")]
    [InlineData("usa,www.sms.example/a?b=c")]
    public void A_line_with_a_link_that_cannot_be_asked_is_invalid(string link) =>
        Assert.Equal(new Error.Invalid("link", "not-a-link"), Assert.Single(Read($"+15550001234,{link}")).Number.Error);

    [Fact]
    public void A_link_has_at_most_two_thousand_characters()
    {
        var longest = "https://sms.example/" + new string('a', 1_980);

        Assert.Equal(longest, Assert.Single(Read($"+15550001234,{longest}")).Link);
        Assert.Equal(new Error.Invalid("link", "not-a-link"), Assert.Single(Read($"+15550001234,{longest}a")).Number.Error);
        Assert.Equal(
            new Error.Invalid("link", "not-a-link"),
            Assert.Single(Read($"+15550001234,https://sms.example/{new string('é', 1_000)}")).Number.Error
        );
    }

    [Fact]
    public void Lines_are_counted_as_an_editor_counts_and_empty_ones_are_skipped()
    {
        var lines = Read("phone,country\r\n+15550001234\n\n   \r\n,\nnonsense\r+15550001235");

        Assert.Equal([(2, true), (6, false), (7, true)], lines.Select(l => (l.Line, l.Number.IsOk)));
    }

    [Fact]
    public void Nothing_gives_nothing()
    {
        Assert.Empty(Read(""));
        Assert.Empty(Read("\n\n\r\n \t \n"));
        Assert.Empty(Read(",,,\n;;\n-----\n\"\",\"\"\n"));
    }

    [Theory]
    [InlineData('x')]
    [InlineData('5')]
    [InlineData('"')]
    [InlineData(' ')]
    public void A_megabyte_of_rubbish_in_one_line_is_one_bad_line(char rubbish)
    {
        var lines = Read("+15550001234\n=" + new string(rubbish, 1_000_000) + "=\n+15550001235");

        Assert.Equal([(1, true), (2, false), (3, true)], lines.Select(l => (l.Line, l.Number.IsOk)));
        Assert.True(lines[1].Number.Error!.ToString().Length < 200, "The line itself is not carried along.");
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void A_file_with_its_mark_is_read_in_its_encoding(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. encoding.Preamble, .. encoding.GetBytes("+15550001234\r\n\"+15550001235\",é")];

        Assert.True(StockFile.LooksLikeText(bytes));
        using var reader = StockFile.Open(new MemoryStream(bytes));
        Assert.Equal(["+15550001234", "+15550001235"], StockFile.Read(reader).Select(l => l.Number.Value.E164));
    }

    [Fact]
    public void Text_with_a_few_odd_bytes_is_still_text()
    {
        Assert.True(StockFile.LooksLikeText("+15550001234\n+15550001235\n"u8));
        Assert.True(StockFile.LooksLikeText([]));
        Assert.True(StockFile.LooksLikeText([.. Encoding.Latin1.GetBytes("+15550001234;café\t\f\r\n")]));
        Assert.True(StockFile.LooksLikeText([.. "+15550001234 "u8, 0x1B, .. "[0m and some more text behind it"u8]));
    }

    [Fact]
    public void Pictures_archives_documents_and_programs_are_not_text()
    {
        Assert.False(StockFile.LooksLikeText([0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 1, 0]));
        Assert.False(StockFile.LooksLikeText([0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10, .. "JFIF"u8, 0]));
        Assert.False(StockFile.LooksLikeText("%PDF-1.7\n1 0 obj"u8));
        Assert.False(StockFile.LooksLikeText([.. "MZ"u8, 0x90, 0, 3, 0, 0, 0, 4]));
        Assert.False(StockFile.LooksLikeText([0x7F, .. "ELF"u8, 2, 1, 1, 0]));
        Assert.False(StockFile.LooksLikeText(Zip()));
        Assert.False(StockFile.LooksLikeText([0x1F, 0x8B, 8, 0, 0, 0, 0, 0]));
        Assert.False(StockFile.LooksLikeText([.. "+15550001234\n"u8, 1, 2, 3, 4]));
    }

    [Fact]
    public void A_zero_byte_after_the_first_block_is_noticed() =>
        Assert.False(StockFile.LooksLikeText([.. Enumerable.Repeat((byte)'5', 100_000), 0]));

    private static byte[] Zip()
    {
        using var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        using (var writer = new StreamWriter(zip.CreateEntry("numbers.txt").Open()))
            writer.Write("+15550001234");
        return content.ToArray();
    }

    private static List<StockLine> Read(string text) => [.. StockFile.Read(new StringReader(text))];
}
