namespace XthonBot.Core.Foundation.Settings;

/// <summary>The section <c>Store</c> of the configuration: who the store is to everybody outside.</summary>
public sealed class StoreIdentity
{
    public string Name { get; set; } = "Xthon Virtual";

    /// <summary>
    /// The address that customers and gateways use, such as <c>https://numbers.example.org</c>; empty for the one that they asked.
    /// </summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>How customers reach the operator, such as <c>@name</c>; empty where the operator does not say.</summary>
    public string Contact { get; set; } = "";

    /// <summary>The public address without a slash at its end; null where none is configured.</summary>
    public string? Address => PublicUrl.Length > 0 ? PublicUrl.TrimEnd('/') : null;
}

internal sealed class StoreIdentityCheck : OptionsCheck<StoreIdentity>
{
    protected override IEnumerable<string?> Problems(StoreIdentity options) =>
        [options.PublicUrl.Length == 0 ? null : Setting.Address("Store:PublicUrl", options.PublicUrl)];
}
