using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace XthonBot.TestKit;

/// <summary>A page on loopback that shows what the test says, as a number's link does.</summary>
public sealed class ShowingLink : IAsyncDisposable
{
    public const string Token = "linktoken90";
    private readonly SemaphoreSlim asked = new(0);
    private WebApplication? app;
    private volatile string shows = "";
    private volatile int status = StatusCodes.Status200OK;

    public string Shows
    {
        set => shows = value;
    }

    /// <summary>The status of its answers, 200 unless told.</summary>
    public int Status
    {
        set => status = value;
    }

    public string Url => app!.Urls.First() + "/sms?token=" + Token;

    public static async Task<ShowingLink> StartAsync(string shows)
    {
        var link = new ShowingLink { Shows = shows };
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        link.app = builder.Build();
        link.app.Run(link.AnswerAsync);
        await link.app.StartAsync(CancellationToken.None);
        return link;
    }

    /// <summary>Waits for an answer that nobody waited for yet.</summary>
    /// <exception cref="TimeoutException">It was not asked.</exception>
    public async Task AskedAsync(CancellationToken ct)
    {
        if (!await asked.WaitAsync(Patience.Limit, ct))
            throw new TimeoutException("The link was not asked.");
    }

    public async ValueTask DisposeAsync()
    {
        await app!.DisposeAsync();
        asked.Dispose();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        http.Response.StatusCode = status;
        await http.Response.WriteAsync(shows, http.RequestAborted);
        asked.Release();
    }
}
