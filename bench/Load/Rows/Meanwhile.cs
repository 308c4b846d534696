using XthonBot.Load.Databases;
using XthonBot.Load.Loads;

namespace XthonBot.Load.Rows;

/// <summary>Purchases at a steady rate while the store is at something else.</summary>
internal sealed class Meanwhile : IAsyncDisposable
{
    public const double PerSecond = 200;
    private const int Connections = 32;

    private readonly HttpLoad load;
    private readonly IReadOnlyList<byte[]> requests;
    private readonly CancellationTokenSource stop = new();
    private Task<HttpLoad.Paced>? buying;

    private Meanwhile(HttpLoad load, IReadOnlyList<byte[]> requests) => (this.load, this.requests) = (load, requests);

    /// <summary>Opens the connections and buys a little, so that the store's code is warm.</summary>
    public static async Task<Meanwhile> OpenAsync(RunningStore store, Seed seed)
    {
        var load = await HttpLoad.OpenAsync(store.Url, Connections);
        var requests = Requests.Purchases(seed).Select(Requests.Bytes).ToList();
        await load.SendAllAsync([.. requests.Take(1_000)]);
        return new Meanwhile(load, requests);
    }

    public void Begin() => buying = load.PaceAsync(requests, PerSecond, stop.Token);

    public async Task<HttpLoad.Paced> EndAsync()
    {
        await stop.CancelAsync();
        return await buying!;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        try
        {
            if (buying is not null)
                await buying;
        }
        finally
        {
            load.Dispose();
            stop.Dispose();
        }
    }
}
