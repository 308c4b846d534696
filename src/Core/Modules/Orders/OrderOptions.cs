using XthonBot.Core.Foundation.Settings;

namespace XthonBot.Core.Modules.Orders;

/// <summary>The section <c>Orders</c> of the configuration.</summary>
public sealed class OrderOptions
{
    /// <summary>How long an order waits for messages.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>How many orders of one customer may be open at a time; 0: any number.</summary>
    public int MaxOpenPerCustomer { get; set; } = 200;
}

internal sealed class OrderOptionsCheck : OptionsCheck<OrderOptions>
{
    protected override IEnumerable<string?> Problems(OrderOptions options) =>
        [
            Setting.Between("Orders:Lifetime", options.Lifetime, TimeSpan.FromSeconds(1), TimeSpan.FromDays(7)),
            Setting.NotNegative("Orders:MaxOpenPerCustomer", options.MaxOpenPerCustomer, "any number"),
        ];
}
