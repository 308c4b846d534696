using System.Net.Http.Json;

namespace XthonBot.TestKit;

/// <summary>The cash desk of a sandbox, over its control API: what a test does in place of payers and providers.</summary>
public sealed class SandboxDesk(SandboxTestClient people)
{
    private const string Root = "sandbox/api/desk";

    public Task<SandboxDeskState> ReadAsync(CancellationToken ct = default) => GetAsync<SandboxDeskState>("", ct);

    /// <summary>Also what is older than the page shows.</summary>
    public Task<SandboxDeskState> ReadAllAsync(CancellationToken ct = default) => GetAsync<SandboxDeskState>($"?limit={int.MaxValue}", ct);

    public Task<SandboxInvoice> InvoiceAsync(string id, CancellationToken ct = default) => GetAsync<SandboxInvoice>($"/invoices/{id}", ct);

    /// <summary>The invoice behind an address, such as <c>https://t.me/$…</c>.</summary>
    public Task<SandboxInvoice> FindAsync(string url, CancellationToken ct = default) =>
        GetAsync<SandboxInvoice>($"/find?url={Uri.EscapeDataString(url)}", ct);

    /// <param name="action">
    /// <c>pay</c>, <c>pay_less</c>, <c>pay_more</c>, <c>pay_late</c>, <c>pay_twice</c>, <c>expire</c>, <c>refund</c> or <c>charge_back</c>.
    /// </param>
    /// <param name="personId">The payer of a link.</param>
    /// <returns>After the payment; what the provider tells the store may still be under way.</returns>
    public Task<SandboxDeskAct> ActAsync(
        string id,
        string action,
        decimal? amount = null,
        long? personId = null,
        CancellationToken ct = default
    ) => PostAsync<SandboxDeskAct>($"/invoices/{id}/{action}", new { Amount = amount, PersonId = personId }, ct);

    /// <summary>Arranges trouble for the next webhook.</summary>
    /// <param name="what"><c>lost</c>, <c>delayed</c>, <c>doubled</c> or <c>forged</c>.</param>
    /// <param name="provider">Of any where null.</param>
    /// <param name="invoiceId">About any where null.</param>
    public async Task ArrangeAsync(
        string what,
        string? provider = null,
        string? invoiceId = null,
        int? delayMs = null,
        CancellationToken ct = default
    )
    {
        var trouble = new SandboxHookTrouble(what, provider, invoiceId, delayMs);
        using var response = await people.Http.PostAsJsonAsync(
            new Uri(Root + "/hooks", UriKind.Relative),
            trouble,
            SandboxTestClient.Json,
            ct
        );
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Calls off all trouble that waits.</summary>
    public async Task ClearAsync(CancellationToken ct = default)
    {
        using var response = await people.Http.DeleteAsync(new Uri(Root + "/hooks", UriKind.Relative), ct);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>The invoice as soon as it fits. Woken by changes, no polling.</summary>
    /// <exception cref="TimeoutException">It never did; the message shows its history.</exception>
    public async Task<SandboxInvoice> WaitForAsync(string id, Func<SandboxInvoice, bool> fits, CancellationToken ct = default)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var version = (await ReadAsync(ct)).Version;
            var seen = await InvoiceAsync(id, ct);
            if (fits(seen))
                return seen;
            var left = Patience.Limit - TimeProvider.System.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
                throw new TimeoutException(
                    $"Invoice {id} did not come to that. Its history:\n" + string.Join('\n', seen.Events.Select(line => line.What))
                );
            await GetAsync<SandboxDeskState>(FormattableString.Invariant($"?since={version}&wait={left.TotalSeconds:0.###}"), ct);
        }
    }

    private async Task<T> GetAsync<T>(string path, CancellationToken ct)
    {
        using var response = await people.Http.GetAsync(new Uri(Root + path, UriKind.Relative), ct);
        return await SandboxTestClient.ReadAsync<T>(response, ct);
    }

    private async Task<T> PostAsync<T>(string path, object body, CancellationToken ct)
    {
        using var response = await people.Http.PostAsJsonAsync(new Uri(Root + path, UriKind.Relative), body, SandboxTestClient.Json, ct);
        return await SandboxTestClient.ReadAsync<T>(response, ct);
    }
}

/// <param name="Hooks">The trouble that waits for the next webhooks.</param>
public sealed record SandboxDeskState(long Version, IReadOnlyList<SandboxInvoice> Invoices, IReadOnlyList<SandboxHookTrouble> Hooks);

public sealed record SandboxHookTrouble(string What, string? Provider, string? InvoiceId, int? DelayMs);

/// <param name="State"><c>open</c>, <c>paid</c>, <c>expired</c>, <c>deleted</c>, <c>refunded</c> or <c>charged_back</c>.</param>
/// <param name="Actions">The acts that are possible now.</param>
public sealed record SandboxInvoice(
    string Id,
    string Provider,
    string ExternalId,
    string Reference,
    string Title,
    string Description,
    decimal Asked,
    decimal Received,
    string Currency,
    string State,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    string? Url,
    long? ChatId,
    IReadOnlyList<SandboxDeskPayment> Payments,
    IReadOnlyList<SandboxDeskEvent> Events,
    IReadOnlyList<string> Actions
)
{
    /// <summary>Whether the history has a line that begins so.</summary>
    public bool Tells(string begins) => Events.Any(line => line.What.StartsWith(begins, StringComparison.Ordinal));
}

public sealed record SandboxDeskPayment(string Id, decimal Amount, DateTimeOffset At, bool IsLate, long? Payer, bool IsReturned);

public sealed record SandboxDeskEvent(DateTimeOffset At, string What);

/// <param name="Error">The word that the payer sees, where nothing was paid.</param>
public sealed record SandboxDeskAct(bool Done, string? Error, SandboxInvoice Invoice);
