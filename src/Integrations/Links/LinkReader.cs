using System.Net;
using System.Text;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Messages;
using XthonBot.Integrations.Http;

namespace XthonBot.Integrations.Links;

/// <summary>Asks links over HTTP. Redirects are followed by hand, each checked as the link itself is.</summary>
internal sealed class LinkReader(IHttpClientFactory clients, IOptions<LinkOptions> options, TimeProvider time) : ILinkReader
{
    public const string Client = "links";
    private const int MostRedirects = 3;

    public async Task<LinkReading> ReadAsync(Uri link, CancellationToken ct)
    {
        using var deadline = new Deadline(options.Value.Timeout, time, ct);
        try
        {
            return await FollowAsync(link, deadline.Token);
        }
        catch (Exception e) when (OutboundFailure.ReasonOf(e, ct) is { } reason)
        {
            return new LinkReading.Failed(reason);
        }
    }

    private async Task<LinkReading> FollowAsync(Uri link, CancellationToken ct)
    {
        using var client = clients.CreateClient(Client);
        for (var redirects = 0; ; redirects++)
        {
            OutboundGuard.Check(link);
            using var request = new HttpRequestMessage(HttpMethod.Get, link);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (!IsRedirect(response.StatusCode))
                return await ReadAsync(response, ct);
            if (redirects == MostRedirects || response.Headers.Location is not { } location)
                return new LinkReading.Failed("redirects");
            var next = new Uri(link, location);
            if (link.Scheme == Uri.UriSchemeHttps && next.Scheme == Uri.UriSchemeHttp)
                return new LinkReading.Failed("redirect-to-http");
            link = next;
        }
    }

    private async Task<LinkReading> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (!response.IsSuccessStatusCode)
            return new LinkReading.Failed($"status-{(int)response.StatusCode}");
        // Said beforehand, it need not be read.
        if (response.Content.Headers.ContentLength > options.Value.MaxBytes)
            return new LinkReading.Failed("too-large");
        return await CappedBody.ReadAsync(response.Content, options.Value.MaxBytes, ct) is { } body
            ? new LinkReading.Shown(Decode(body, response.Content.Headers.ContentType?.CharSet))
            : new LinkReading.Failed("too-large");
    }

    // An encoding that is not known is most likely UTF-8 all the same.
    private static string Decode(byte[] body, string? charset)
    {
        var encoding = Encoding.UTF8;
        try
        {
            encoding = charset is { Length: > 0 } ? Encoding.GetEncoding(charset.Trim('"', '\'')) : encoding;
        }
        catch (ArgumentException) { }

        return encoding.GetString(body);
    }

    private static bool IsRedirect(HttpStatusCode status) =>
        status
            is HttpStatusCode.Moved
                or HttpStatusCode.Found
                or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect
                or HttpStatusCode.PermanentRedirect;
}
