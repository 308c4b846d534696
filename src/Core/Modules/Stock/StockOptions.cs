using XthonBot.Core.Foundation.Settings;

namespace XthonBot.Core.Modules.Stock;

/// <summary>The section <c>Stock</c> of the configuration.</summary>
public sealed class StockOptions
{
    /// <summary>How long a number rests after a cancel or an expiry.</summary>
    public TimeSpan CoolDown { get; set; } = TimeSpan.FromMinutes(30);
}

internal sealed class StockOptionsCheck : OptionsCheck<StockOptions>
{
    protected override IEnumerable<string?> Problems(StockOptions options) =>
        [Setting.Between("Stock:CoolDown", options.CoolDown, TimeSpan.Zero, TimeSpan.FromDays(30))];
}
