using System.Globalization;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Settings;

namespace XthonBot.Core.Modules.Suppliers;

internal sealed class SuppliersCheck : OptionsCheck<SuppliersOptions>
{
    private const int LeastAgentKey = 16;
    private const NumberStyles CountryStyle = NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    protected override IEnumerable<string?> Problems(SuppliersOptions options) => options.Select(s => Problem(s.Key, s.Value));

    /// <returns>The fault of the section, with the key's name; null where there is none.</returns>
    private static string? Problem(string name, SupplierOptions supplier)
    {
        var key = "Suppliers:" + name;
        if (name.Length > 32 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            return $"{key}: the name must be up to 32 letters, digits, _ and -.";
        if (!Setting.IsWebAddress(supplier.Url))
        {
            return $"{key}:Url is {Setting.Quoted(supplier.Url)}; it must be an http(s) address without a query, such as "
                + "https://upstream.example/stubs/handler_api.php.";
        }

        if (string.IsNullOrWhiteSpace(supplier.ApiKey))
            return $"{key}:ApiKey is missing.";
        if (supplier.Services.FirstOrDefault(s => string.IsNullOrWhiteSpace(s.Value)).Key is { } unnamed)
            return $"{key}:Services:{unnamed} is missing: it must be what upstream calls this service.";
        if (supplier.Services.Count == 0)
            return $"{key}:Services must name what upstream calls each service, such as {key}:Services:tg = tg.";
        if (supplier.Margin is < 0 or > 1000)
            return $"{key}:Margin is '{supplier.Margin}'; it must be a percentage from 0 to 1000.";
        if (!string.IsNullOrWhiteSpace(supplier.PriceCap) && !Money.ParsePositive(supplier.PriceCap).IsOk)
            return $"{key}:PriceCap is {Setting.Quoted(supplier.PriceCap)}; it must be an amount such as 0.80.";
        if (
            !string.IsNullOrWhiteSpace(supplier.Factor)
            && !(
                decimal.TryParse(supplier.Factor, SupplierOptions.FactorStyle, CultureInfo.InvariantCulture, out var factor)
                && factor is >= 0.000001m and <= 1000m
            )
        )
        {
            return $"{key}:Factor is {Setting.Quoted(supplier.Factor)}; "
                + "it must say what one unit of their money is in dollars, such as 0.0105.";
        }

        if ((supplier.IsAgent ? AgentProblem(key, supplier) : ActivationProblem(key, supplier)) is { } ofItsKind)
            return ofItsKind;
        return Setting.Between($"{key}:{nameof(supplier.Timeout)}", supplier.Timeout, Second, TimeSpan.FromMinutes(1))
            ?? Setting.Between($"{key}:{nameof(supplier.Interval)}", supplier.Interval, Second, TimeSpan.FromMinutes(1))
            ?? Setting.Between($"{key}:{nameof(supplier.GiveUpAfter)}", supplier.GiveUpAfter, Second, TimeSpan.FromMinutes(10));
    }

    private static string? ActivationProblem(string key, SupplierOptions supplier) =>
        supplier.Country is { } country
        && !string.IsNullOrWhiteSpace(country)
        && !(int.TryParse(country, CountryStyle, CultureInfo.InvariantCulture, out var number) && number <= 9999)
            ? $"{key}:Country is {Setting.Quoted(country)}; it must be the protocol's number of a country; the USA is 187."
        : !string.IsNullOrWhiteSpace(supplier.Cost)
            ? $"{key}:Cost is for {key}:Kind = {SupplierKind.Agent}: an upstream store says itself what it asks."
        : null;

    private static string? AgentProblem(string key, SupplierOptions supplier) =>
        // The agent's requests are authenticated by this key alone.
        supplier.ApiKey.Length < LeastAgentKey
        || supplier.ApiKey.Any(c => c is <= ' ' or > '~')
            ? $"{key}:ApiKey must be at least {LeastAgentKey} letters, digits or signs, without spaces: the agent is known by it alone."
        : !string.IsNullOrWhiteSpace(supplier.Cost) && !Money.Parse(supplier.Cost).IsOk
            ? $"{key}:Cost is {Setting.Quoted(supplier.Cost)}; it must be an amount such as 0.30."
        : supplier.Margin is not null && supplier.AgentCost == Money.Zero
            ? $"{key}:Margin is on top of {key}:Cost, which is missing; without both a number is sold at the service's own price."
        : null;
}
