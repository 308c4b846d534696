using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using XthonBot.Core.Modules.Suppliers;

namespace XthonBot.Integrations.Suppliers;

/// <summary>
/// Asks and waits for the whole answer, whatever its status. Requests hold the key and answers hold codes: neither is ever part of an
/// exception's message or a log line.
/// </summary>
internal sealed partial class Exchange(IOptions<SuppliersOptions> suppliers, SupplierNotes notes, ILogger<Exchange> log) : IDisposable
{
    private const int MostBytes = 4 * 1024 * 1024;

    private static readonly string[] KeyRefusals = ["BAD_KEY", "NO_KEY", "WRONG_KEY", "BAD_API_KEY", "WRONG_API_KEY", "INVALID_API_KEY", "INVALID_KEY", "NO_API_KEY", "UNAUTHORIZED"];

    private static readonly string[] NothingRead = [.. KeyRefusals, "BAD_ACTION", "NO_ACTION", "WRONG_ACTION"];

    /// <summary>How a supplier wants to be asked, once it is known.</summary>
    private readonly ConcurrentDictionary<string, HttpMethod> methods = new(StringComparer.OrdinalIgnoreCase);

    private readonly HttpClient http = Client(TimeSpan.FromMinutes(5));

    // A request without a body is sent again by the runtime where a connection that was used before breaks: a purchase never is.
    private readonly HttpClient once = Client(TimeSpan.Zero);

    /// <exception cref="SupplierLostException">No answer, or not the whole of it.</exception>
    public async Task<Reply> AskAsync(string supplier, string action, CancellationToken ct, params (string Name, string Value)[] parameters)
    {
        var known = methods.GetValueOrDefault(supplier);
        var reply = await SendAsync(supplier, known ?? HttpMethod.Post, action, parameters, ct);
        var isRefused = IsMethodRefused(reply) || (known is null && IsNotThere(reply));
        if (known != HttpMethod.Get && (isRefused || (known is null && IsUnread(reply, action))))
        {
            var second = await SendAsync(supplier, HttpMethod.Get, action, parameters, ct);
            if (!IsMethodRefused(second) && !IsNotThere(second) && (isRefused || !IsUnread(second, action)))
            {
                methods[supplier] = HttpMethod.Get;
                LogGet(log, supplier);
                reply = second;
            }
        }
        else if (known == HttpMethod.Get && IsMethodRefused(reply))
        {
            methods.TryRemove(supplier, out _);
        }
        else if (reply is { IsFine: true, IsBroken: false, Body.Length: > 0 } && !IsUnread(reply, action))
        {
            methods.TryAdd(supplier, HttpMethod.Post);
        }

        if (reply.Status == 401 || reply.Says(KeyRefusals) is not null)
            notes.NoteKey(supplier, isRefused: true);
        else if (reply is { IsFine: true, IsBroken: false, Body.Length: > 0 })
            notes.NoteKey(supplier, isRefused: false);
        return reply;
    }

    public void Dispose()
    {
        http.Dispose();
        once.Dispose();
    }

    private static bool IsMethodRefused(Reply reply) => reply.Status is 405 or 501;

    // A page, and not the protocol's NO_ACTIVATION.
    private static bool IsNotThere(Reply reply) => reply is { Status: 404, Json: null } && reply.FirstWord?.Contains('_', StringComparison.Ordinal) != true;

    // Who reads the address alone sees neither the key nor the action in a form. What costs money is not asked twice for that.
    private static bool IsUnread(Reply reply, string action) =>
        action is not ("getNumber" or "setStatus") && (reply.Status is 400 or 401 or 403 || reply.Says(NothingRead) is not null);

    private static HttpClient Client(TimeSpan lifetime) => new(new SocketsHttpHandler
    {
        // An address that moved is the operator's to correct: the key is not carried elsewhere.
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = lifetime,
    })
    { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MostBytes };

    // In the form of a POST, if that is taken: an address is written into logs on the way, a body is not.
    private async Task<Reply> SendAsync(string supplier, HttpMethod method, string action, (string Name, string Value)[] parameters, CancellationToken ct)
    {
        var options = suppliers.Value[supplier];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.Timeout);
        try
        {
            using var form = new FormUrlEncodedContent(parameters.Prepend(("action", action)).Prepend(("api_key", options.ApiKey)).Select(p => KeyValuePair.Create(p.Item1, p.Item2)));
            using var request = method == HttpMethod.Post
                ? new HttpRequestMessage(method, options.Url) { Content = form }
                : new HttpRequestMessage(method, $"{options.Url}?{await form.ReadAsStringAsync(limit.Token)}");
            using var response = await (method == HttpMethod.Get && action == "getNumber" ? once : http).SendAsync(request, HttpCompletionOption.ResponseContentRead, limit.Token);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token), Encoding.UTF8);
            return new Reply((int)response.StatusCode, await reader.ReadToEndAsync(limit.Token));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new SupplierLostException($"{action}: no answer in time");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException or InvalidOperationException)
        {
            throw new SupplierLostException($"{action}: {e.GetType().Name}", e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Supplier {Supplier} does not take forms: it is asked by address from now on, which puts the key into its access log")]
    private static partial void LogGet(ILogger log, string supplier);
}
