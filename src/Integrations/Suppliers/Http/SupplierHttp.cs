using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.Integrations.Http;

namespace XthonBot.Integrations.Suppliers.Http;

/// <summary>
/// Asks a supplier within its time. Requests hold the key and answers hold codes: neither is ever part of an exception's message or a log
/// line.
/// </summary>
internal sealed class SupplierHttp(IHttpClientFactory clients, IOptions<SuppliersOptions> suppliers)
{
    private const string Usual = "suppliers";
    private const string Once = "suppliers-once";

    public static IServiceCollection Add(IServiceCollection services)
    {
        services.AddTrustedClient(Usual, TimeSpan.FromMinutes(5));
        // A request without a body is sent again by the runtime where a connection that was used before breaks: a purchase never is.
        services.AddTrustedClient(Once, TimeSpan.Zero);
        return services.AddSingleton<SupplierHttp>();
    }

    /// <param name="isOnce">It may not be sent again, whatever breaks.</param>
    /// <exception cref="SupplierLostException">No answer, or not the whole of it.</exception>
    public async Task<T> AskAsync<T>(
        string supplier,
        string action,
        HttpRequestMessage request,
        bool isOnce,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        CancellationToken ct
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(suppliers.Value[supplier].Timeout);
        try
        {
            using var client = clients.CreateClient(isOnce ? Once : Usual);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, limit.Token);
            return await read(response, limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new SupplierLostException($"{action}: no answer in time");
        }
        catch (Exception e) when (e is InvalidOperationException || OutboundFailure.ReasonOf(e, ct) is not null)
        {
            throw new SupplierLostException($"{action}: {e.GetType().Name}", e);
        }
    }
}
