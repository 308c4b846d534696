// Buys a number, waits for the code that is texted to it, and prints it.
//
//     XTHON_KEY=xk_... dotnet run --project examples/csharp SERVICE [MAX_PRICE]
//
// SERVICE is a name, a code or an id, as GET /services lists them. The code alone goes to stdout, everything else to stderr.
// Ends with 0 if there is a code, with 1 if none came and the money is back, with 2 if the store refused.
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

const int tries = 8;
var url = Environment.GetEnvironmentVariable("XTHON_URL") ?? "http://127.0.0.1:5080";
using var http = new HttpClient { BaseAddress = new Uri($"{url.TrimEnd('/')}/api/v2/"), Timeout = TimeSpan.FromSeconds(40) };
http.DefaultRequestHeaders.Add("X-API-Key", Environment.GetEnvironmentVariable("XTHON_KEY"));

try
{
    if (args is not [var wanted, .. { Length: <= 1 } rest])
        throw new RefusedException("usage: XTHON_KEY=xk_... dotnet run --project examples/csharp SERVICE [MAX_PRICE]");
    var end = await WaitAsync(await BuyAsync(wanted, rest.FirstOrDefault()));
    if (end.Code is not null)
        Console.WriteLine(end.Code);
    else
        Console.Error.WriteLine($"No code: {end.Status}, the money is back");
    return end.Code is null ? 1 : 0;
}
catch (RefusedException refused)
{
    Console.Error.WriteLine(refused.Message);
    return 2;
}

async Task<Order> BuyAsync(string wanted, string? most)
{
    var services = await AskAsync<Service[]>(HttpMethod.Get, "services");
    var service =
        services.FirstOrDefault(s => wanted == s.Id || wanted == s.Code || wanted == s.Name)
        ?? throw new RefusedException($"There is no {wanted}; there is {string.Join(", ", services.Select(s => s.Name))}");
    // One key for one purchase, however often it is sent.
    var query = most is null ? "" : $"?max_price={Uri.EscapeDataString(most)}";
    return await AskAsync<Order>(HttpMethod.Post, $"services/{service.Id}/buy{query}", $"{Guid.CreateVersion7()}");
}

async Task<Order> WaitAsync(Order order)
{
    for (; order is { Status: "PENDING", Number: null }; order = await AskAsync<Order>(HttpMethod.Get, $"transactions/{order.Id}"))
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, CancellationToken.None); // It is fetched from a supplier.
    var givingBack = Task.CompletedTask;
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, GiveBack);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, GiveBack);
    if (order.Number is not null)
        Console.Error.WriteLine($"{order.Number} for {order.Price}, until {order.ExpiresAt}; Ctrl-C gives it back");
    // Also after giving it back: a code that was faster is the customer's, and paid for.
    var state = order;
    while (state.Status == "PENDING")
        state = await AskAsync<Order>(HttpMethod.Get, $"transactions/{order.Id}/code?wait=25");
    // The wait may be answered before the one who gave it back.
    await givingBack;
    return state;

    void GiveBack(PosixSignalContext signal)
    {
        signal.Cancel = true;
        givingBack = GiveBackAsync();
    }

    async Task GiveBackAsync()
    {
        try
        {
            await AskAsync<JsonElement>(HttpMethod.Post, $"transactions/{order.Id}/cancel", $"{Guid.CreateVersion7()}");
        }
        catch (RefusedException refused)
        {
            Console.Error.WriteLine(refused.Message);
        }
    }
}

// The data of the answer. A request that got none is sent again; a command carries a key, so that it is carried out once.
async Task<T> AskAsync<T>(HttpMethod method, string path, string? key = null)
{
    for (var attempt = 0; attempt < tries; attempt++)
    {
        var pause = TimeSpan.FromSeconds(Math.Min(1 << attempt, 10));
        try
        {
            using var request = new HttpRequestMessage(method, path);
            if (key is not null)
                request.Headers.Add("Idempotency-Key", key);
            using var response = await http.SendAsync(request);
            var later = response.Headers.RetryAfter?.Delta;
            if (response.IsSuccessStatusCode)
                return (await response.Content.ReadFromJsonAsync<Envelope<T>>())!.Data;
            if ((int)response.StatusCode < 500 && later is null)
                throw new RefusedException((await response.Content.ReadFromJsonAsync<Envelope<object>>())!.Message!);
            pause = later ?? pause;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException or JsonException)
        {
            // No connection, no answer, or half of one.
        }

        Console.Error.WriteLine($"No answer yet, asking again in {pause.TotalSeconds} s");
        await Task.Delay(pause, TimeProvider.System, CancellationToken.None);
    }

    throw new RefusedException("The store does not answer");
}

internal sealed record Envelope<T>(T Data, string? Message);

internal sealed record Service(string Id, string Code, string Name);

internal sealed record Order(
    string Id,
    string Status,
    string? Number,
    string? Code,
    string? Price,
    [property: JsonPropertyName("expires_at")] string ExpiresAt
);

internal sealed class RefusedException(string message) : Exception(message);
