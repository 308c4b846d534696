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

    /// <summary>
    /// The operator's own terms of use, a text file; <c>{language}</c> in its path is replaced by <c>en</c> or <c>ru</c>. Empty for the
    /// store's.
    /// </summary>
    public string TermsFile { get; set; } = "";

    /// <summary>Of <see cref="TermsFile"/>, such as <c>2026-12-01</c>: customers are asked again when it changes.</summary>
    public string TermsVersion { get; set; } = "";

    /// <summary>The operator's own privacy policy, by the same rules as <see cref="TermsFile"/>.</summary>
    public string PrivacyFile { get; set; } = "";

    /// <summary>Of <see cref="PrivacyFile"/>.</summary>
    public string PrivacyVersion { get; set; } = "";

    /// <summary>The public address without a slash at its end; null where none is configured.</summary>
    public string? Address => PublicUrl.Length > 0 ? PublicUrl.TrimEnd('/') : null;
}

internal sealed class StoreIdentityCheck : OptionsCheck<StoreIdentity>
{
    // It stands on the button that accepts them.
    private const int LongestVersion = 20;

    protected override IEnumerable<string?> Problems(StoreIdentity options) =>
        [
            options.PublicUrl.Length == 0 ? null : Setting.Address("Store:PublicUrl", options.PublicUrl),
            .. Document("Terms", options.TermsFile, options.TermsVersion),
            .. Document("Privacy", options.PrivacyFile, options.PrivacyVersion),
        ];

    private static IEnumerable<string?> Document(string name, string file, string version)
    {
        if (file.Length == 0)
        {
            yield return version.Length == 0 ? null : $"Store:{name}Version is set, and Store:{name}File is not.";
            yield break;
        }

        var english = file.Replace("{language}", "en", StringComparison.Ordinal);
        if (!File.Exists(english))
        {
            yield return $"Store:{name}File is {Setting.Quoted(file)}; there is no file {Setting.Quoted(english)}.";
            yield break;
        }

        yield return version.Length is > 0 and <= LongestVersion && version.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            ? null
            : $"Store:{name}Version is {Setting.Quoted(version)}; it must be up to {LongestVersion} letters, digits, ., _ and -, "
                + "such as 2026-12-01.";
    }
}
