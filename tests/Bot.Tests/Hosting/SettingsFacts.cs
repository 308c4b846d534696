using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using XthonBot.Bot.Hosting;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Hosting;

/// <summary>Whatever an operator writes: the store is composed, or it says in one line what is wrong, and with which key.</summary>
public sealed partial class SettingsFacts : IDisposable
{
    private const string Secret = "hunter2";
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "configuration.md"));
    private readonly string folder = Directory.CreateTempSubdirectory("xthon-settings-").FullName;

    private static readonly string[] Odd =
    [
        "",
        " ",
        "\n",
        "\0",
        "-1",
        "0",
        "1",
        "5",
        "00:05",
        "00:00:05",
        "72:00:00",
        "-00:00:01",
        "99999999.00:00:00",
        "10675199.02:48:05.4775807",
        "NaN",
        "Infinity",
        "-Infinity",
        "1,5",
        "0.5",
        "1e3",
        "0x10",
        "99999999999999999999",
        "true",
        "yes",
        "null",
        "{}",
        "[]",
        Secret,
        $"{Secret} {Secret}\n{Secret}",
        $"postgres://u:{Secret}@h/d",
        $"postgresql://u:{Secret}@h/d",
        $"https://u:{Secret}@h/d",
        $"h/d?api_key={Secret}",
        "http://",
        "http://[::1",
        "https://a b",
        "http://localhost:0",
        "http://h:99999",
        "://",
        "../..",
        "Ünïcødé 😀",
        new string('9', 400),
        "Polling,Webhook",
        "Sqlite,Postgres",
        $"Host=h;Pass word={Secret}",
        $"Data Source=a;{Secret}=b",
        "%s{0}'\"",
    ];

    public static TheoryData<string> Keys =>
        [
            .. Row()
                .Matches(Page)
                .Select(row =>
                    row.Groups[1]
                        .Value.Replace("<name>", "x", StringComparison.Ordinal)
                        .Replace("<slot>", "1", StringComparison.Ordinal)
                        .Replace("<code>", "tg", StringComparison.Ordinal)
                )
                .Where(key => !key.StartsWith("Sandbox:", StringComparison.Ordinal)),
        ];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Whatever_is_written_the_store_is_composed_or_names_the_key_in_one_line(string key)
    {
        foreach (var value in Odd)
        {
            var lines = await ComposeAsync($"--{key}={value}");
            Assert.True(lines.Count < 2, $"'{value}': {string.Join(" | ", lines)}");
            foreach (var line in lines)
            {
                Assert.Contains(key, line, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', line);
                if (
                    key is "Telegram:Token" or "Telegram:WebhookSecret" or "ConnectionStrings:Store"
                    || key.EndsWith("Secret", StringComparison.Ordinal)
                    || key.EndsWith("Secrets", StringComparison.Ordinal)
                    || key.EndsWith("ApiKey", StringComparison.Ordinal)
                    || value.Contains('@', StringComparison.Ordinal)
                    || value.Contains('?', StringComparison.Ordinal)
                )
                    Assert.DoesNotContain(Secret, line, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task A_list_or_a_section_where_one_value_is_expected_is_named(string key)
    {
        if (
            key is "Roles" or "Telegram:AdminIds" or "Urls"
            || key.EndsWith("AllowedHosts", StringComparison.Ordinal)
            || key.EndsWith("MoreSecrets", StringComparison.Ordinal)
        )
            return;
        var line = Assert.Single(await ComposeAsync($"--{key}:0={Secret}"));
        Assert.StartsWith(key, line, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sqlite", "postgres")]
    [InlineData("Postgres", "postgres")]
    [InlineData("Postgres", "postgresql")]
    public async Task Bug_An_address_as_connection_string_ended_in_a_stack_trace(string provider, string scheme)
    {
        var line = Assert.Single(
            await ComposeAsync(
                $"--Database:Provider={provider}",
                $"--ConnectionStrings:Store={scheme}://shop:{Secret}@db.example.org:5432/shop?ssl=true"
            )
        );
        Assert.StartsWith("ConnectionStrings:Store is an address", line, StringComparison.Ordinal);
        Assert.Contains("Host=db;Port=5432;Database=", line, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Orders:Lifetime", "72:30:00", "Orders:Lifetime is '72:30:00'; write 3.00:30:00 for 72 hours.")]
    [InlineData("Webhooks:Timeout", "30:00:00", "Webhooks:Timeout is '30:00:00'; write 1.06:00:00 for 30 hours.")]
    [InlineData("Suppliers:x:GiveUpAfter", "24:00:00", "Suppliers:x:GiveUpAfter is '24:00:00'; write 1.00:00:00 for 24 hours.")]
    [InlineData("Stock:CoolDown", "5", "Stock:CoolDown is '5'; a number alone would be days; write")]
    [InlineData("Stock:CoolDown", "-00:00:01", "Stock:CoolDown is '-00:00:01'; it must be between 00:00:00 and 30.00:00:00.")]
    [InlineData("Orders:MaxOpenPerCustomer", "1,000", "Orders:MaxOpenPerCustomer is '1,000'; it must be a whole number.")]
    [InlineData("Telegram:MessagesPerChatPerSecond", "NaN", "Telegram:MessagesPerChatPerSecond is 'NaN'; it must be a number")]
    [InlineData("Suppliers:x:Kind", "Pigeon", "Suppliers:x:Kind is 'Pigeon'; it must be one of Activation, Agent.")]
    [InlineData("Suppliers:x:First", "yes", "Suppliers:x:First is 'yes'; it must be true or false.")]
    [InlineData("Logging:Level", "Loud", "Logging:Level is 'Loud'; it must be one of Verbose, Debug,")]
    [InlineData("Suppliers:x", "acme", "Suppliers:x is one value; it must hold keys, such as Suppliers:x:Kind.")]
    [InlineData("Telegram:Token", "99999999999999999999:a", "Telegram:Token does not look like a token")]
    public async Task A_wrong_value_is_shown_with_what_is_expected(string key, string value, string said) =>
        Assert.StartsWith(said, Assert.Single(await ComposeAsync($"--{key}={value}")), StringComparison.Ordinal);

    /// <summary>It was cut to 0, which is no limit at all.</summary>
    [Fact]
    public async Task Bug_Half_a_message_a_second_was_without_limit() =>
        Assert.StartsWith(
            "Telegram:MessagesPerSecond is '0.5'; it must be a whole number",
            Assert.Single(await ComposeAsync("--Telegram:MessagesPerSecond=0.5")),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Blanks_and_line_ends_are_no_part_of_a_value_and_an_empty_one_is_none() =>
        Assert.Empty(
            await ComposeAsync(
                "--Orders:Lifetime= 00:20:00\n",
                "--stock:cooldown=",
                "--Telegram:Mode=",
                "--Telegram:Token= 1:a\n",
                "--Telegram:AdminIds= 1 , 2\n",
                "--Store:PublicUrl= https://numbers.example.org/ \n",
                "--Database:Provider= sqlite ",
                "--Urls= http://127.0.0.1:0 ; ",
                "--Logging:Level= warning\n",
                "--RateLimit:PerKey=",
                "--Links:AllowedHosts=a.lan, b.lan,"
            )
        );

    [Fact]
    public async Task Bug_Two_wrong_sections_ended_in_a_stack_trace()
    {
        var (exitCode, output) = await StoreProcess.RunAsync(
            folder,
            [("Orders__Lifetime", "soon"), ("STOCK__COOLDOWN", "later")],
            [.. Whole(), "--RateLimit:PerKey=-1", "--RateLimit:PerAddress=-1"]
        );
        Assert.Equal(1, exitCode);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        foreach (var key in (string[])["Orders:Lifetime", "Stock:CoolDown", "RateLimit:PerKey", "RateLimit:PerAddress"])
            Assert.Single(lines, line => line.StartsWith(key + " is '", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("migrate")]
    [InlineData("check")]
    [InlineData("backup", "copy.db")]
    public async Task A_verb_checks_what_the_start_checks_and_needs_no_token(params string[] verb)
    {
        string[] arguments = [.. verb, "--environment=Production", $"--ConnectionStrings:Store=Data Source={folder}/store.db"];
        var (exitCode, output) = await StoreProcess.RunAsync(folder, [], [.. arguments, "--RateLimit:PerKey=-1", "--Telegram:Mode=Pigeon"]);
        Assert.Equal(1, exitCode);
        Assert.Equal(
            2,
            output
                .Split('\n')
                .Count(line =>
                    line.StartsWith("RateLimit:PerKey", StringComparison.Ordinal)
                    || line.StartsWith("Telegram:Mode", StringComparison.Ordinal)
                )
        );

        (_, output) = await StoreProcess.RunAsync(folder, [], arguments);
        Assert.DoesNotContain("Telegram", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Urls", "--Urls=http://192.0.2.1:5080")]
    [InlineData("The arguments", "-x=1")]
    [InlineData("The database /proc/self/a/b.db (ConnectionStrings:Store)", "--ConnectionStrings:Store=Data Source=/proc/self/a/b.db")]
    public async Task Bug_What_broke_after_the_check_ended_in_a_stack_trace(string said, params string[] arguments)
    {
        var (exitCode, output) = await StoreProcess.RunAsync(folder, [], [.. Whole(), .. arguments]);
        Assert.Equal(1, exitCode);
        Assert.DoesNotContain("\n   at ", output, StringComparison.Ordinal);
        // The log goes another way, and its last words may come after.
        Assert.Contains(output.Split('\n'), line => line.StartsWith(said, StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<string>> ComposeAsync(params string[] settings)
    {
        try
        {
            await using var store = await StoreApp.CreateAsync([.. Whole(), .. settings], toRun: true);
            // With these comes nearly everything else that is made of options.
            _ = store.Services.GetServices<IHostedService>().ToList();
            return [];
        }
        catch (Exception e) when (StartFailure.Lines(e) is { } lines)
        {
            return lines;
        }
    }

    private string[] Whole() =>
        [
            "--environment=Production",
            "--Urls=http://127.0.0.1:0",
            "--Telegram:Token=1:a",
            "--Telegram:ApiUrl=http://127.0.0.1:1",
            $"--ConnectionStrings:Store=Data Source={folder}/store.db",
            "--Logging:Level=Fatal",
            "--Inbound:Sources:x:Kind=Generic",
            "--Inbound:Sources:x:Secret=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "--Suppliers:x:Url=https://upstream.example/stubs/handler_api.php",
            "--Suppliers:x:ApiKey=0123456789abcdef",
            "--Suppliers:x:Services:tg=tg",
            "--Payments:Ways:x:Kind=Generic",
            "--Payments:Ways:x:Url=https://pay.example.org/",
            "--Payments:Ways:x:Secret=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        ];

    [GeneratedRegex(@"^\| `([A-Z][^`|]*)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
