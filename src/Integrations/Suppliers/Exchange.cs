using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.Integrations.Suppliers.Http;

namespace XthonBot.Integrations.Suppliers;

/// <summary>
/// Asks and waits for the whole answer, whatever its status. Requests hold the key and answers hold codes: neither is ever part of an
/// exception's message or a log line.
/// </summary>
internal sealed partial class Exchange(IOptions<SuppliersOptions> suppliers, SupplierHttp http, SupplierNotes notes, ILogger<Exchange> log)
{
    private static readonly string[] KeyRefusals =
    [
        "BAD_KEY",
        "NO_KEY",
        "WRONG_KEY",
        "BAD_API_KEY",
        "WRONG_API_KEY",
        "INVALID_API_KEY",
        "INVALID_KEY",
        "NO_API_KEY",
        "UNAUTHORIZED",
    ];

    private static readonly string[] NothingRead = [.. KeyRefusals, "BAD_ACTION", "NO_ACTION", "WRONG_ACTION"];

    /// <summary>How a supplier wants to be asked, once it is known.</summary>
    private readonly ConcurrentDictionary<string, HttpMethod> methods = new(StringComparer.OrdinalIgnoreCase);

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

    private static bool IsMethodRefused(Reply reply) => reply.Status is 405 or 501;

    // A page, and not the protocol's NO_ACTIVATION.
    private static bool IsNotThere(Reply reply) =>
        reply is { Status: 404, Json: null } && reply.FirstWord?.Contains('_', StringComparison.Ordinal) != true;

    // Who reads the address alone sees neither the key nor the action in a form. A request that costs money is not sent twice for that.
    private static bool IsUnread(Reply reply, string action) =>
        action is not ("getNumber" or "setStatus") && (reply.Status is 400 or 401 or 403 || reply.Says(NothingRead) is not null);

    // In the form of a POST, if that is taken: an address is written into logs on the way, a body is not.
    private async Task<Reply> SendAsync(
        string supplier,
        HttpMethod method,
        string action,
        (string Name, string Value)[] parameters,
        CancellationToken ct
    )
    {
        var options = suppliers.Value[supplier];
        using var form = new FormUrlEncodedContent(
            parameters.Prepend(("action", action)).Prepend(("api_key", options.ApiKey)).Select(p => KeyValuePair.Create(p.Item1, p.Item2))
        );
        using var request =
            method == HttpMethod.Post
                ? new HttpRequestMessage(method, options.Url) { Content = form }
                : new HttpRequestMessage(method, $"{options.Url}?{await form.ReadAsStringAsync(ct)}");
        return await http.AskAsync(supplier, action, request, isOnce: method == HttpMethod.Get && action == "getNumber", ReadAsync, ct);
    }

    private static async Task<Reply> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(ct), Encoding.UTF8);
        return new Reply((int)response.StatusCode, await reader.ReadToEndAsync(ct));
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Supplier {Supplier} does not take forms: it is asked by address from now on, which puts the key into its access log"
    )]
    private static partial void LogGet(ILogger log, string supplier);
}
