using System.Text;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

public sealed class StockConversations
{
    [Fact]
    public async Task A_report_says_what_came_of_each_line()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 1);
        await olga.Sends("/service add wa 1.20 USA WhatsApp");
        await olga.Sees("USA WhatsApp");
        await olga.Sends("/stock wa +15557770001 +15557770002");
        await olga.Sees("Added 2, duplicates 0, invalid 0");

        await olga.Sends("/stock TG\nphone,note\n+15557770001,x\n+15557770003,<b>usa</b>\n+15557770003\n1.5550001E+10\n+1555000");

        var report = (await olga.Sees("Added 2, duplicates 2, invalid 1")).Text!;
        foreach (
            var line in new[]
            {
                "USA Telegram: 3 in stock now",
                "names of the columns: phone,note",
                "Line 5: rounded by the spreadsheet; format the column as text: 1.5550001E+10",
                "Line 6: +1555000",
                "Line 2: +15557770001 is in USA WhatsApp",
                "Line 4: +15557770003 is in this list twice",
                "Left out as notes: 2, such as “x”, “<b>usa</b>”",
            }
        )
            Assert.Contains(line, report, StringComparison.Ordinal);
        await olga.Taps("USA Telegram");
        await olga.Sees("In stock: 3");
        await olga.Sends("/stock tg withdraw +1 (555) 777-0003");
        await olga.Sees("Withdrawn from tg: 1");
    }

    [Fact]
    public async Task Bug_A_pasted_list_that_Telegram_cut_put_half_a_number_on_the_shelf()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 1);
        var list = string.Join('\n', Enumerable.Range(0, 340).Select(i => $"+1556{i:0000000}"));

        await olga.Sends($"/stock tg\n{list[..4_061]}");

        var report = (await olga.Sees("Added 312, duplicates 0, invalid 1")).Text!;
        Assert.Contains($"Begin the next /stock with: {list[..4_061].Split('\n')[^1]}", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_of_what_brought_no_number_can_be_corrected_and_sent_back()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 1);
        await olga.Sends("/stock tg\n" + string.Join('\n', Enumerable.Range(0, 30).Select(i => $"+1557{i:0000000}x,usa")));
        await olga.Sees("Added 0, duplicates 0, invalid 30");
        var list = await olga.Sees("Lines that could not be imported");
        using var http = new HttpClient();
        var file = await http.GetStringAsync(new Uri(store.Sandbox.Url, list.Document!.Url));

        await olga.SendsFile("invalid-lines.txt", Encoding.UTF8.GetBytes(file.Replace("x", "", StringComparison.Ordinal)), "/stock tg");

        await olga.Sees("Added 30, duplicates 0, invalid 0");
    }
}
