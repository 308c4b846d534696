using XthonBot.Sandbox.Desk;
using XthonBot.Sandbox.State;

namespace XthonBot.Sandbox.Control;

/// <summary>The desk at one moment, newest first.</summary>
/// <param name="Hooks">The trouble that waits for the next webhooks.</param>
internal sealed record DeskView(long Version, IReadOnlyList<InvoiceView> Invoices, IReadOnlyList<HookTrouble> Hooks)
{
    public static DeskView Of(World world, int limit)
    {
        var desk = world.Desk;
        // The version first: a change in between is then seen again, never missed.
        var version = desk.Version;
        return new DeskView(
            version,
            [.. desk.List(_ => true, limit).Select(invoice => InvoiceView.Of(desk, invoice))],
            world.Hooks.Arranged
        );
    }
}

/// <param name="Actions">The acts that are possible now.</param>
internal sealed record InvoiceView(
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
    IReadOnlyList<DeskPayment> Payments,
    IReadOnlyList<DeskEvent> Events,
    IReadOnlyList<string> Actions
)
{
    public static InvoiceView Of(DeskBook desk, DeskInvoice invoice) =>
        new(
            invoice.Id,
            invoice.Provider,
            invoice.ExternalId,
            invoice.Reference,
            invoice.Title,
            invoice.Description,
            invoice.Asked,
            invoice.Received,
            invoice.Currency,
            Name(invoice.State),
            invoice.CreatedAt,
            invoice.ExpiresAt,
            invoice.Url,
            invoice.ChatId,
            invoice.Payments,
            invoice.Events,
            desk.SpeakerOf(invoice).Actions(invoice)
        );

    private static string Name(DeskState state) =>
        state switch
        {
            DeskState.Open => "open",
            DeskState.Paid => "paid",
            DeskState.Expired => "expired",
            DeskState.Deleted => "deleted",
            DeskState.Refunded => "refunded",
            _ => "charged_back",
        };
}
