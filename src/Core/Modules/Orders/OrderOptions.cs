using XthonBot.Core.Foundation.Settings;
using XthonBot.Core.Modules.Catalog;

namespace XthonBot.Core.Modules.Orders;

/// <summary>The section <c>Orders</c> of the configuration.</summary>
public sealed class OrderOptions
{
    /// <summary>How long an order waits for messages.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>How many orders of one customer may be open at a time; 0: any number.</summary>
    public int MaxOpenPerCustomer { get; set; } = 200;

    /// <summary>Which texts without a code complete an order; a service's own setting goes before.</summary>
    public TextCompletes TextCompletes { get; set; } = TextCompletes.Never;

    /// <summary>How long after its arrival a customer may dispute a code; 0: never.</summary>
    public TimeSpan DisputeFor { get; set; } = TimeSpan.FromHours(24);

    internal bool IsInTimeToDispute(DateTime codeAt, DateTime now) => DisputeFor > TimeSpan.Zero && now <= codeAt + DisputeFor;

    /// <summary>The rule under which a service is sold.</summary>
    /// <param name="own">The service's own setting.</param>
    internal TextCompletes RuleOf(TextCompletes? own, bool hasSenders) =>
        (own ?? TextCompletes) is var rule && rule == TextCompletes.WantedSenders && !hasSenders ? TextCompletes.Never : rule;
}

internal sealed class OrderOptionsCheck : OptionsCheck<OrderOptions>
{
    protected override IEnumerable<string?> Problems(OrderOptions options) =>
        [
            Setting.Between("Orders:Lifetime", options.Lifetime, TimeSpan.FromSeconds(1), TimeSpan.FromDays(7)),
            Setting.NotNegative("Orders:MaxOpenPerCustomer", options.MaxOpenPerCustomer, "any number"),
            Enum.IsDefined(options.TextCompletes)
                ? null
                : $"Orders:TextCompletes is '{options.TextCompletes}'; it must be one of {string.Join(", ", Enum.GetNames<TextCompletes>())}.",
            Setting.Between("Orders:DisputeFor", options.DisputeFor, TimeSpan.Zero, TimeSpan.FromDays(7)),
        ];
}
