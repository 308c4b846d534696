namespace XthonBot.Core.Modules.Stock;

/// <summary>The section <c>Stock</c> of the configuration.</summary>
public sealed class StockOptions
{
    /// <summary>How long a number rests after a cancel or an expiry.</summary>
    public TimeSpan CoolDown { get; set; } = TimeSpan.FromMinutes(30);
}
