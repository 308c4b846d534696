using System.Globalization;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Inbound.Vendors;

/// <summary>A store with a source of each kind, two where the path matters, behind a public address that is not its own.</summary>
internal static class Gateways
{
    public const string PublicUrl = "https://numbers.example.org/shop";
    public const string TwilioToken = "0123456789abcdef0123456789ABCDEF";
    public const string PlivoToken = "MjhhNDRhNzgtZGY1NC00ZmI2LWExNWQt";
    public const string AndroidKey = "3kTz-8qs!A";
    public const string BankKey = "0Vb7RrhZcQ4mWqZP";

    /// <summary>The seed of RFC 8032's first test vector, in hexadecimal, and its public key.</summary>
    public const string TelnyxSeed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    public const string TelnyxKey = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    // Of the same RFC's second: an account that is not ours.
    private const string OtherTelnyxKey = "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=";

    public static Task<ApiHost> StartAsync(params (string Key, string Value)[] settings) =>
        ApiHost.StartAsync([
            ("Store:PublicUrl", PublicUrl),
            .. Source("twilio", "Twilio", TwilioToken),
            .. Source("twilio2", "Twilio", TwilioToken),
            .. Source("plivo", "Plivo", PlivoToken),
            .. Source("plivo2", "Plivo", PlivoToken),
            .. Source("telnyx", "Telnyx", TelnyxKey),
            .. Source("telnyx2", "Telnyx", OtherTelnyxKey),
            .. Source("phone", "AndroidGateway", AndroidKey),
            .. Source("phone2", "AndroidGateway", "another-key"),
            .. Source("bank", "SimBank", BankKey),
            .. Source("bank2", "SimBank", "another-key-of-ours"),
            .. settings,
        ]);

    /// <summary>Now, in Unix seconds.</summary>
    public static string Stamp(ApiHost api) => api.Store.Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static (string Key, string Value)[] Source(string name, string kind, string secret) =>
        [($"Inbound:Sources:{name}:Kind", kind), ($"Inbound:Sources:{name}:Secret", secret)];
}
