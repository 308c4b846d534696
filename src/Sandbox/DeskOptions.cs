using System.Security.Cryptography;

namespace XthonBot.Sandbox;

/// <summary>The keys of the sandbox's cash desk; each is new where none is given. The store gets the same.</summary>
public sealed record DeskOptions
{
    /// <summary>The app's token at Crypto Pay: digits, a colon, the rest. It signs the webhooks as well.</summary>
    public string CryptoPayToken { get; init; } = $"1001:{Secret()}";

    /// <summary>The last part of the address that the store takes Crypto Pay's webhooks at: the name of its way to pay.</summary>
    public string CryptoPayWay { get; init; } = "cryptopay";

    /// <summary>The API key of the BTCPay Server.</summary>
    public string BtcPayKey { get; init; } = Secret();

    /// <summary>The id of the store at the BTCPay Server.</summary>
    public string BtcPayStoreId { get; init; } = "SandboxStore";

    /// <summary>The secret of the webhook that the BTCPay Server has from the start.</summary>
    public string BtcPayHookSecret { get; init; } = Secret();

    /// <summary>As <see cref="CryptoPayWay"/>.</summary>
    public string BtcPayWay { get; init; } = "btcpay";

    /// <summary>The merchant's id at Heleket.</summary>
    public string HeleketMerchant { get; init; } = new Guid(RandomNumberGenerator.GetBytes(16)).ToString();

    /// <summary>The key of Heleket's payments. It signs the webhooks as well.</summary>
    public string HeleketKey { get; init; } = Secret();

    /// <summary>The key that signs refunds at Heleket.</summary>
    public string HeleketPayoutKey { get; init; } = Secret();

    /// <summary>As <see cref="CryptoPayWay"/>; for invoices that name no address of their own.</summary>
    public string HeleketWay { get; init; } = "heleket";

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
}
