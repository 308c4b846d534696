using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.Integrations.Suppliers.Agents;

namespace XthonBot.Integrations.Suppliers;

/// <summary>Asks each supplier by the protocol of its kind.</summary>
internal sealed class SupplierClients(IOptions<SuppliersOptions> suppliers, ActivationClient activations, AgentClient agents)
    : ISupplierClient
{
    public Task<BuyAnswer> BuyAsync(string supplier, string service, Money most, string reference, CancellationToken ct) =>
        Of(supplier).BuyAsync(supplier, service, most, reference, ct);

    public Task<UpstreamStatus> StatusAsync(string supplier, string externalId, CancellationToken ct) =>
        Of(supplier).StatusAsync(supplier, externalId, ct);

    public Task<ChangeAnswer> ChangeAsync(string supplier, string externalId, UpstreamChange change, CancellationToken ct) =>
        Of(supplier).ChangeAsync(supplier, externalId, change, ct);

    public Task<IReadOnlyList<ActiveNumber>> ActiveAsync(string supplier, CancellationToken ct) => Of(supplier).ActiveAsync(supplier, ct);

    public Task<IReadOnlyDictionary<string, (Money Cost, int Count)>> OffersAsync(string supplier, CancellationToken ct) =>
        Of(supplier).OffersAsync(supplier, ct);

    public Task<Money> BalanceAsync(string supplier, CancellationToken ct) => Of(supplier).BalanceAsync(supplier, ct);

    private ISupplierClient Of(string supplier) => suppliers.Value[supplier].IsAgent ? agents : activations;
}
