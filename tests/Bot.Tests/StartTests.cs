using XthonBot.TestKit;

namespace XthonBot.Bot.Tests;

public sealed class StartTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("xthon-start-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Without_a_token_Production_ends_with_one_line_that_names_the_key()
    {
        var (exitCode, output) = await StoreProcess.RunAsync(
            folder,
            [("DOTNET_ENVIRONMENT", "Production"), ("ASPNETCORE_ENVIRONMENT", "Production")]
        );
        Assert.Equal(1, exitCode);
        Assert.StartsWith(
            "Telegram:Token is missing",
            Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("Telegram:Token", "nonsense")]
    [InlineData("Telegram:ApiUrl", "not a url")]
    [InlineData("Telegram:Mode", "Carrier pigeon")]
    [InlineData("Telegram:AdminIds", "1,two")]
    [InlineData("Telegram:MessagesPerSecond", "-1")]
    [InlineData("Orders:Lifetime", "soon")]
    [InlineData("Orders:Lifetime", "-00:01:00")]
    [InlineData("Stock:CoolDown", "100.00:00:00")]
    [InlineData("Messages:Retention", "00:00:00")]
    [InlineData("Messages:Retention", "72:00:00")]
    [InlineData("Database:Provider", "Oracle")]
    [InlineData("ConnectionStrings:Store", "")]
    [InlineData("Inbound:Sources:x:Kind", "Carrier")]
    [InlineData("Inbound:Sources:x:Secret", "plain")]
    [InlineData("RateLimit:PerKey", "-5")]
    [InlineData("Roles", "Bot,Cook")]
    [InlineData("Store:PublicUrl", "ftp://x")]
    [InlineData("Urls", "nonsense")]
    public async Task A_wrong_key_stops_the_start_with_its_name(string key, string value)
    {
        string[] arguments =
        [
            "--environment=Production",
            "--Urls=http://127.0.0.1:0",
            "--Telegram:Token=1:a",
            "--Telegram:ApiUrl=http://127.0.0.1:1",
            $"--ConnectionStrings:Store=Data Source={folder}/store.db",
            .. key == "Inbound:Sources:x:Secret" ? ["--Inbound:Sources:x:Kind=Generic"] : Array.Empty<string>(),
            $"--{key}={value}",
        ];
        var (exitCode, output) = await StoreProcess.RunAsync(folder, [], arguments);
        Assert.Equal(1, exitCode);
        Assert.Contains(key, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_verbs_migrate_check_and_back_up_a_store()
    {
        var database = $"--ConnectionStrings:Store=Data Source={folder}/data/store.db";
        var (exitCode, output) = await StoreProcess.RunAsync(folder, [], "check", database);
        Assert.Equal(1, exitCode);
        Assert.Contains("migrate", output, StringComparison.Ordinal);

        (exitCode, output) = await StoreProcess.RunAsync(folder, [], "migrate", database);
        Assert.Equal((0, "The database is up to date."), (exitCode, output));
        (exitCode, output) = await StoreProcess.RunAsync(folder, [], "check", database);
        Assert.Equal(0, exitCode);
        Assert.EndsWith("No difference.", output, StringComparison.Ordinal);
        (exitCode, _) = await StoreProcess.RunAsync(folder, [], "backup", "copy.db", database);
        Assert.Equal(0, exitCode);
        Assert.True(File.Exists(Path.Combine(folder, "copy.db")));
        Assert.True(Directory.Exists(Path.Combine(folder, "copy.db.keys")));
        (exitCode, output) = await StoreProcess.RunAsync(folder, [], "backup", "copy.db", database);
        Assert.Equal(1, exitCode);
        Assert.Contains("exists already", output, StringComparison.Ordinal);
        (exitCode, output) = await StoreProcess.RunAsync(folder, [], "dance", database);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("Usage", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_Development_without_a_token_the_sandbox_has_something_to_buy()
    {
        await using var store = await StoreProcess.StartAsync(
            "--environment=Development",
            "--Urls=http://127.0.0.1:0",
            "--Sandbox:Url=http://127.0.0.1:0",
            $"--Sandbox:Database=Data Source={folder}/sandbox.db"
        );
        var page = new Uri(await store.UntilPrintedAsync("Chat page"));
        using var people = new SandboxTestClient(page);
        var ann = new Person(people, 1001);
        await ann.Sends("/start");
        await ann.Sees("Terms of use");
        await ann.Taps("✅ I accept");
        await ann.Sees("Your balance: $12.50");
        await ann.Sends("/buy");
        var shelves = await ann.Sees("Which service");
        // Bug: both shelves were imported under one name, and the second was taken for brought already.
        Assert.Contains(shelves.AllButtons, b => b.Text == "USA Telegram · $1.20 · 42");
        Assert.Contains(shelves.AllButtons, b => b.Text == "USA WhatsApp · $0.90 · 25");
        var card = await Chat.CustomerConversations.BuyAsync(ann, "USA Telegram");
        await ann.RememberAsync();
        await people.SmsAsync("Telegram", card.AllButtons.First(b => b.CopyText is not null).CopyText!, "Your code is 54321");
        await ann.Sees("🔔 Code for");
        Assert.Equal(0, await store.TerminateAsync());
    }

    [Fact]
    public async Task The_sandbox_refuses_to_listen_to_the_world()
    {
        var (exitCode, output) = await StoreProcess.RunAsync(folder, [], "--environment=Development", "--Urls=http://0.0.0.0:0");
        Assert.Equal(1, exitCode);
        Assert.Contains("Urls", output, StringComparison.Ordinal);
    }
}
