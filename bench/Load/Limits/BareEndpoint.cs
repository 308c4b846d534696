using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using XthonBot.Load.Loads;

namespace XthonBot.Load.Limits;

/// <summary>
/// What ASP.NET answers at most beside its load: one endpoint that gives the bytes and headers of an answer of the store and asks nobody.
/// </summary>
internal sealed class BareEndpoint : IDisposable
{
    public const string Verb = "bare";
    private const string BalancePath = "/api/v2/balance";
    private readonly Process process;

    private BareEndpoint(Process process, Uri url) => (this.process, Url) = (process, url);

    public Uri Url { get; }

    /// <summary>Starts it in a process of its own, with an answer like the one that the store gives to this key for its balance.</summary>
    public static Task<BareEndpoint> StartAsync(Uri store, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, BalancePath);
        request.Headers.Add("X-API-Key", key);
        return StartAsync(store, request);
    }

    /// <summary>Starts it with an answer like the one that the store gives to this request.</summary>
    public static async Task<BareEndpoint> StartAsync(Uri store, HttpRequestMessage request)
    {
        using var http = new HttpClient { BaseAddress = store };
        var path = $"{request.RequestUri}";
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        var headers = answer
            .Headers.Concat(answer.Content.Headers)
            .Where(h => h.Key is not ("Date" or "Server" or "Content-Length" or "Transfer-Encoding"))
            .Select(h => $"{h.Key}={string.Join(',', h.Value)}");
        var process = Children.Start(
            new ProcessStartInfo(Environment.ProcessPath!, [Verb, path, await answer.Content.ReadAsStringAsync(), .. headers])
            {
                RedirectStandardOutput = true,
            }
        );
        var url = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return new BareEndpoint(process, new Uri(url ?? throw new InvalidOperationException("The bare endpoint did not start.")));
    }

    /// <summary>What the process of its own does.</summary>
    public static async Task ServeAsync(string path, string body, IEnumerable<string> headers)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(body);
        var pairs = headers.Select(h => h.Split('=', 2)).Select(h => (Name: h[0], Value: h[1])).ToArray();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Map(
            path,
            (RequestDelegate)(
                async context =>
                {
                    await context.Request.Body.CopyToAsync(Stream.Null);
                    foreach (var (name, value) in pairs)
                        context.Response.Headers[name] = value;
                    context.Response.ContentLength = bytes.Length;
                    await context.Response.BodyWriter.WriteAsync(bytes);
                }
            )
        );
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        // Until it is ended.
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
    }

    public void Dispose() => Children.End(process);
}
