using CsCheck;
using XthonBot.Core.Modules.Stock;
using XthonBot.Core.Tests.Primitives;

namespace XthonBot.Core.Tests.Stock;

/// <summary>Lists in the layouts in which people have them.</summary>
public sealed class StockListFacts
{
    private const string One = "+15550011111";
    private const string Two = "+15550011112";
    private const string Three = "+15550011113";

    [Theory]
    [InlineData("+15550011111, +15550011112; +15550011113")]
    [InlineData("+15550011111,+15550011112,+15550011113")]
    [InlineData("+15550011111\t+15550011112\t+15550011113")]
    [InlineData("+15550011111|+15550011112|+15550011113")]
    [InlineData("+15550011111 +15550011112 +15550011113")]
    [InlineData("+15550011111 ---- +15550011112 ---- +15550011113")]
    [InlineData("+15550011111----+15550011112--+15550011113")]
    [InlineData("+15550011111/+15550011112 / +15550011113")]
    [InlineData("+15550011111+15550011112+15550011113")]
    [InlineData("5550011111 5550011112 5550011113")]
    [InlineData("5550011111,5550011112,5550011113")]
    [InlineData("5550011111/5550011112/5550011113")]
    [InlineData("555 001 1111 555 001 1112 555 001 1113")]
    [InlineData("+1 555 001 1111 +1 (555) 001-1112 1-555-001-1113")]
    [InlineData("(555) 001-1111 (555) 001-1112, (555) 001-1113")]
    [InlineData("15550011111 15550011112.0 ＋１５５５００１１１１３")]
    [InlineData("1) 5550011111 2) 5550011112 3) +15550011113", true)]
    [InlineData("usa +15550011111 +15550011112 and +15550011113 too")]
    [InlineData("\"+15550011111\",\"+15550011112\",\"+15550011113\"")]
    [InlineData("\"+15550011111, +15550011112\",'+15550011113")]
    [InlineData("+15550011111\u2028+15550011112\u2003+15550011113")]
    [InlineData("+15550011111, +15550011112\n+15550011113")]
    public void Bug_Of_a_list_on_one_line_only_the_first_number_was_read(string text, bool isRefused = false)
    {
        var lines = Read(text);
        if (isRefused)
            Assert.Contains(lines, line => !line.Number.IsOk);
        else
            Assert.Equal([One, Two, Three], lines.Select(line => line.Number.Match(number => number.E164, error => $"{error}")));
    }

    [Theory]
    [InlineData("+15550011111,https://a.example/1,+15550011112,https://a.example/2", "1 2")]
    [InlineData("+15550011111 https://a.example/1 +15550011112 https://a.example/2", "1 2")]
    [InlineData("https://a.example/1;+15550011111;https://a.example/2;+15550011112", "1 2")]
    [InlineData("+15550011111, +15550011112, https://a.example/2", "- 2")]
    [InlineData("+15550011111 https://a.example/1, +15550011112", "1 -")]
    [InlineData("https://a.example/1,5550011111", "1")]
    [InlineData("+15550011111 https://a.example/1, 5550011112 https://a.example/2", "1 2")]
    public void Each_link_is_that_of_the_number_beside_it(string text, string links) =>
        Assert.Equal(links, string.Join(' ', Read(text).Select(line => line.Link?[^1..] ?? "-")));

    [Theory]
    [InlineData("+1555001612 6", "digits-apart")]
    [InlineData("+15550011111 12", "digits-apart")]
    [InlineData("+15550018004.0", null)]
    [InlineData("15550018003.0", null)]
    [InlineData("1.5550001E+10", "rounded-by-spreadsheet")]
    [InlineData("tg,2.025550147E9,usa", "rounded-by-spreadsheet")]
    [InlineData("+15550011111 ext 12", "has-extension")]
    [InlineData("+1555001x111", "has-extension")]
    [InlineData("USA Telegram", "not-a-phone-number")]
    [InlineData("5550001", "needs-country-code")]
    [InlineData("17", "needs-country-code")]
    [InlineData("https://a.example/1", "link-without-number")]
    [InlineData("https://a.example/1 555001111", "needs-country-code")]
    [InlineData("+44 2222 222 1 222 222 2222", "several-readings")]
    public void What_is_no_number_is_told_with_its_line_and_its_text(string text, string? reason)
    {
        var line = Assert.Single(Read("+15550011112\n\n" + text)[1..]);
        Assert.Equal((3, reason), (line.Line, (line.Number.Error as Error.Invalid)?.Reason));
        Assert.Equal(reason is null ? null : text, line.Text);
    }

    [Fact]
    public void Of_several_on_a_line_each_is_told_by_itself()
    {
        var lines = Read("+15550011111, +1555001111, 555001, 15550011112345, https://a.example/1, https://a.example/2");

        Assert.Equal(
            [
                "https://a.example/2 link-without-number",
                "+15550011111",
                "+1555001111",
                "15550011112345, https://a.example/1 needs-country-code",
            ],
            lines.Select(line => line.Number.Match(number => number.E164, error => $"{line.Text} {((Error.Invalid)error).Reason}"))
        );
        Assert.Equal([false, true], lines.Where(line => line.Number.IsOk).Select(line => line.Number.Value.IsUnusual));
    }

    [Fact]
    public void Notes_are_counted_and_named()
    {
        var reading = new StockReading();
        Read("+15550011111,usa,0.50\n17 +15550011112 usa\n+15550011113,2026-11-30 10:00", reading);

        Assert.Equal((6, "usa 0.50 17 2026-11-30 10:00"), (reading.Notes, string.Join(' ', reading.Samples)));
    }

    [Theory]
    [InlineData("phone,note\n+15550011111,x")]
    [InlineData("Номер;Комментарий\n+15550011111;x")]
    [InlineData("id,phone\n5550019999,+15550011111")]
    [InlineData("\"id\",\"Phone Number\",\"imei\"\n1,+15550011111,490154203237518")]
    [InlineData("№ п/п;Номер телефона;Дата\n1;+15550011111;30.11.2026")]
    [InlineData("\uFEFFphone_number\n+15550011111")]
    [InlineData("sep=;\nphone;price\n+15550011111;5550019999")]
    [InlineData("link,number\nhttps://a.example/1,+15550011111")]
    [InlineData("NUMBERS:\n+15550011111")]
    [InlineData("手机号,备注\n+15550011111,x")]
    [InlineData("number\tline\treason\n+15550011111\t1000000\tneeds 7 to 15 digits")]
    public void The_names_of_columns_are_no_number_and_say_where_the_numbers_are(string text) =>
        Assert.Equal([One], Read(text).Select(line => line.Number.Match(number => number.E164, error => $"{error}")));

    [Fact]
    public void What_stands_in_the_column_of_numbers_and_is_none_is_told()
    {
        var lines = Read("id,phone,link\n1,none,https://a.example/1\n2,+15550011111,later\n3,,x\n4,\"+15550011112, +15550011113\",");

        Assert.Equal(
            ["2 not-a-phone-number", "3 not-a-link", "4 not-a-link", One[..^1] + "2", Three],
            lines.Select(line => line.Number.Match(number => number.E164, error => $"{line.Line} {((Error.Invalid)error).Reason}"))
        );
    }

    [Fact]
    public void Bug_The_half_number_at_the_end_of_a_cut_message_was_stocked()
    {
        Assert.Equal(("+1555000", "may-be-cut"), Last("+15550011111\n+1555000"));
        Assert.Equal(("+447700900", "may-be-cut"), Last("+15550011111\n+447700900"));
        Assert.Equal((null, null), Last("+15550011111\n+15550011112"));
        Assert.Equal(("+15550011112", "may-be-cut"), Last("+15550011111,https://a.example/1\n+15550011112"));
        Assert.Equal(("+15550011112,https://a.exa", "may-be-cut"), Last("+15550011111\n+15550011112,https://a.exa"));
        Assert.Equal(("+15550", "may-be-cut"), Last("+15550011111\n+15550"));
        Assert.Equal(("+1555001111", "may-be-cut"), Last("+15550011111, +1555001111"));

        static (string?, string?) Last(string text)
        {
            var lines = Read(text, new StockReading { MayBeCut = true });
            Assert.Equal([One], lines[..^1].Select(line => line.Number.Value.E164));
            return (lines[^1].Text, (lines[^1].Number.Error as Error.Invalid)?.Reason);
        }
    }

    [Theory]
    [InlineData(", ")]
    [InlineData(" ")]
    [InlineData("\t")]
    [InlineData("+")]
    public void A_line_of_any_length_is_read_piece_by_piece(string between)
    {
        var numbers = Enumerable.Range(0, 20_000).Select(i => $"1556{i:0000000}").ToList();

        Assert.Equal(
            numbers,
            Read("+" + string.Join(between.Trim(' ') == "+" ? "+" : between + "+", numbers) + "\r\n")
                .Select(line => line.Number.Value.E164[1..])
        );
    }

    [Fact]
    public void Every_number_of_a_list_in_any_layout_comes_in_once_or_is_told()
    {
        var number = Gen.Select(
            Gen.Long[2_000_000_000, 9_999_999_999],
            Gen.Int[0, 9],
            Odd.Marks,
            Odd.Blanks,
            (national, form, mark, blank) => (E164: $"+1{national}", Text: Written($"{national}", form, mark, blank))
        );
        var between = Gen.OneOf(", ", ",", ";", "; ", "|", " | ", "\t", "\n", "\r\n", "\n\n", " ---- ", "\r", " / ");
        var note = Gen.OneOf("", "", "", "usa", "Telegram #3", "0.50", "2026-11-30");
        var link = Gen.OneOf("", "", "https://a.example/1?b=c", "https://a.example/1?b=c", "ftp://a.example/");
        Gen.Select(Gen.Select(number, note, link, between).Array[1, 12], Gen.OneOf("", "phone\n", "sep=;\n"))
            .Sample(
                (items, head) =>
                {
                    // Words and links of different rows are told apart by lines; numbers alone by anything.
                    var text =
                        head
                        + string.Concat(
                            items.Select(item =>
                                item.Item1.Text + (item.Item2 + item.Item3 is "" ? item.Item4 : $",{item.Item2},{item.Item3}\n")
                            )
                        );
                    var lines = Read(text);
                    var refused = lines.Where(line => !line.Number.IsOk).Select(line => line.Text!).ToList();
                    return items.All(item =>
                        item.Item3.StartsWith("ftp", StringComparison.Ordinal)
                            ? refused.Exists(line =>
                                string.Concat(line.Where(char.IsAsciiDigit)).Contains(item.Item1.E164[2..], StringComparison.Ordinal)
                            )
                            : lines.Count(line => line.Number.IsOk && line.Number.Value.E164 == item.Item1.E164)
                                == items.Count(other =>
                                    other.Item1.E164 == item.Item1.E164 && !other.Item3.StartsWith("ftp", StringComparison.Ordinal)
                                )
                    );
                }
            );
    }

    [Fact]
    public void Whatever_the_list_every_digit_of_it_is_in_a_number_in_a_link_in_a_note_or_told() =>
        Gen.String[Gen.Char["0123456789+15550011111 ,;|\n-./()\"xEtel:"], 0, 120]
            .Sample(text =>
            {
                var reading = new StockReading();
                var lines = Read(text, reading);
                var numbers = lines.Where(line => line.Number.IsOk).Select(line => line.Number.Value.E164).ToList();
                return lines.TrueForAll(line => line.Number.IsOk || line.Text!.Length > 0)
                    && (lines.Count > 0 || reading.Notes == 0)
                    && numbers.TrueForAll(number => PhoneNumber.Parse(number).Value.E164 == number);
            });

    private static string Written(string national, int form, string mark, string blank) =>
        form switch
        {
            0 => $"+1{national}",
            1 => national,
            2 => $"1{national}",
            3 => $"+1 ({national[..3]}) {national[3..6]}-{national[6..]}",
            4 => $"{mark}+1{national}{mark}",
            5 => $"+1{blank}{national[..3]}{blank}{national[3..6]}{blank}{national[6..]}".Replace('\t', ' '),
            6 => $"'+1{national}",
            7 => $"=\"+1{national}\"",
            8 => $"tel:+1-{national[..3]}-{national[3..]}",
            _ => $"1{national}.0",
        };

    private static List<StockLine> Read(string text, StockReading? reading = null) => [.. StockFile.Read(new StringReader(text), reading)];
}
