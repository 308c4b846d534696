using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace XthonBot.Faults.Clients;

/// <param name="Status">Null where no answer came.</param>
internal sealed record ApiAnswer(HttpStatusCode? Status, JsonElement Data)
{
    public bool IsOk => Status == HttpStatusCode.OK;

    /// <summary>The store decided against it: it cannot have happened.</summary>
    public bool IsRefusal => Status is { } status && (int)status is >= 400 and < 500;
}

/// <summary>A script of a customer: asks the API and looks closely at the form of every answer.</summary>
internal sealed class StoreApiClient(Victim store, Outages outages, Report report) : IDisposable
{
    private const string TopUp = "POST topups";
    private const string StarTopUp = "POST topups in Stars";

    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(15) };

    /// <summary>Whether there is anybody to ask.</summary>
    public bool IsThere => store.IsThere;

    public Task<ApiAnswer> GetAsync(string path, string key) => SendAsync(HttpMethod.Get, path, key);

    public Task<ApiAnswer> PostAsync(string path, string key) => SendAsync(HttpMethod.Post, path, key);

    /// <param name="once">The Idempotency-Key: the same one again is the same request.</param>
    public Task<ApiAnswer> TopUpAsync(string key, string amount, string method, string once) =>
        SendAsync(HttpMethod.Post, "topups", key, new { amount, method }, once, method == "stars" ? StarTopUp : TopUp);

    public async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(store.Url, "/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<ApiAnswer> SendAsync(
        HttpMethod method,
        string path,
        string key,
        object? body = null,
        string? once = null,
        string? what = null
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(store.Url, $"/api/v2/{path}"));
        request.Headers.Add("X-API-Key", key);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        if (once is not null)
            request.Headers.Add("Idempotency-Key", once);
        try
        {
            using var response = await http.SendAsync(request);
            return Read(response.StatusCode, await response.Content.ReadAsStringAsync(), what ?? $"{method} {path.Split('/')[0]}");
        }
        catch (HttpRequestException)
        {
            // Even a refused connection may be a second try after one that was cut: the request may have arrived.
            return new ApiAnswer(null, default);
        }
        catch (TaskCanceledException)
        {
            report.Violation($"{method} {path} was not answered within {http.Timeout.TotalSeconds} s");
            return new ApiAnswer(null, default);
        }
    }

    private bool IsExpected(string what, HttpStatusCode status) =>
        status switch
        {
            HttpStatusCode.OK => true,
            // Without Telegram there is no invoice in Stars.
            HttpStatusCode.ServiceUnavailable => outages.MayBeUnavailable || what == StarTopUp,
            // One customer has next to no money; some cancel what has got its code; and a moved clock leaves signatures behind.
            HttpStatusCode.PaymentRequired => what == "POST services",
            // So is a repeated top-up while the first request for it is still worked at.
            HttpStatusCode.Conflict => what is "POST transactions" or TopUp or StarTopUp,
            HttpStatusCode.Unauthorized => what == "POST /hooks/sms",
            _ => false,
        };

    /// <summary>Also used for what the hook answered to the gateway.</summary>
    public ApiAnswer Read(HttpStatusCode status, string body, string what)
    {
        report.Count($"{what} answered {(int)status}");
        if (status == HttpStatusCode.ServiceUnavailable)
            outages.CountUnavailable();
        if (!IsExpected(what, status))
            report.Violation($"{what} was answered {(int)status}{(outages.MayBeUnavailable ? "" : " while the database was there")}");

        try
        {
            using var answer = JsonDocument.Parse(body);
            var envelope = answer.RootElement;
            var isOk = envelope.GetProperty("ok").GetBoolean();
            if (isOk != (status == HttpStatusCode.OK) || (!isOk && envelope.GetProperty("message").GetString() is not { Length: > 0 }))
                report.Violation($"{what} was answered {(int)status} in a wrong envelope: {body}");
            return new ApiAnswer(status, envelope.GetProperty("data").Clone());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            report.Violation($"{what} was answered {(int)status} without the envelope: {body}");
            return new ApiAnswer(status, default);
        }
    }
}
