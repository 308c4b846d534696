using System.Globalization;
using System.Text.Json;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Telegram.Updates;

/// <summary>The executable against a server of raw updates, by polling or by webhook.</summary>
internal sealed class RawStore : IAsyncDisposable
{
    public const long OperatorId = 1003;
    private const string Secret = "raw-secret-of-the-tests";
    private readonly TestDatabase database;
    private readonly bool isWebhook;
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private StoreProcess process;

    private RawStore(TestDatabase database, RawTelegram telegram, StoreProcess process, bool isWebhook)
    {
        this.database = database;
        Telegram = telegram;
        this.process = process;
        this.isWebhook = isWebhook;
    }

    public RawTelegram Telegram { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<RawStore> StartAsync(bool isWebhook = false)
    {
        var database = await TestDatabase.MakeAsync();
        var telegram = await RawTelegram.StartAsync();
        return new RawStore(database, telegram, await LaunchAsync(database, telegram, isWebhook), isWebhook);
    }

    public async Task RestartAsync()
    {
        await process.KillAsync();
        await process.DisposeAsync();
        process = await LaunchAsync(database, Telegram, isWebhook);
    }

    /// <returns>The status of the webhook's answer; 0 where updates are polled.</returns>
    public async Task<int> BringAsync(long? id, byte[] json)
    {
        if (!isWebhook)
        {
            Telegram.Bring([(id, json)]);
            return 0;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(process.Url, "hooks/telegram"))
        {
            Content = new ByteArrayContent(json),
        };
        request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", Secret);
        using var response = await http.SendAsync(request, Ct);
        return (int)response.StatusCode;
    }

    public async Task<(int Status, string Body)> ReadyAsync()
    {
        using var response = await http.GetAsync(new Uri(process.Url, "health/ready"), Ct);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Ct));
    }

    public Task UntilLoggedAsync(string words) =>
        Patience.UntilAsync(() => process.Output, output => output.Contains(words, StringComparison.Ordinal), wanted: words);

    /// <summary>The ids of updates that the log names, each as often as it does.</summary>
    public IReadOnlyList<long> LoggedIds() =>
        [
            .. process
                .Output.Split('\n')
                .Where(line => line.StartsWith('{'))
                .Select(line => JsonElement.Parse(line))
                .Select(line =>
                    line.TryGetProperty("Id", out var id) && id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out var number)
                        ? number
                        : (long?)null
                )
                .OfType<long>(),
        ];

    public int CountLogged(string words) => process.Output.Split('\n').Count(line => line.Contains(words, StringComparison.Ordinal));

    public Task UntilAllIsDoneAsync() =>
        Patience.UntilAsync(() => NumberAsync("select count(*) from inbox where done_at is null"), open => open == 0);

    public async Task<long> NumberAsync(string sql)
    {
        await using var connection = database.Connect();
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own words.
        command.CommandText = sql;
#pragma warning restore CA2100
        return Convert.ToInt64(await command.ExecuteScalarAsync(Ct), CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await process.DisposeAsync();
        await Telegram.DisposeAsync();
        await database.DisposeAsync();
    }

    private static Task<StoreProcess> LaunchAsync(TestDatabase database, RawTelegram telegram, bool isWebhook) =>
        StoreProcess.StartAsync([
            "--environment=Production",
            "--Urls=http://127.0.0.1:0",
            $"--Telegram:Token={RawTelegram.Token}",
            $"--Telegram:ApiUrl={telegram.Url}",
            $"--Telegram:AdminIds={OperatorId}",
            "--Telegram:MessagesPerSecond=0",
            "--Telegram:MessagesPerChatPerSecond=0",
            $"--Database:Provider={database.Provider}",
            $"--ConnectionStrings:Store={database.ConnectionString}",
            .. isWebhook
                ? (string[])["--Telegram:Mode=Webhook", $"--Telegram:WebhookSecret={Secret}", "--Store:PublicUrl=https://shop.example.org"]
                : [],
        ]);
}
