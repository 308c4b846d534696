using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Payments;

/// <summary>A configured way to pay.</summary>
/// <param name="Name">Its name in the configuration, as written there.</param>
public sealed record PaymentWay(string Name, PaymentWayOptions Options);

/// <summary>
/// The far end of some kinds of ways to pay. It only translates between the provider's words and these; the meaning of news is decided by
/// <see cref="ReportPayments"/>.
/// </summary>
/// <remarks>
/// Every call returns a clear answer of the provider's. No answer, or one that cannot be read, is a <see cref="PaymentLostException"/>:
/// whether the request took effect is not known. A clear refusal is a <see cref="PaymentRefusedException"/>: it took none.
/// </remarks>
public interface IPaymentProvider
{
    IReadOnlyCollection<PaymentKind> Kinds { get; }

    /// <summary>Opens an invoice that carries the payment's own id, so that <see cref="FindAsync"/> finds it by that alone.</summary>
    Task<Invoice> StartAsync(PaymentWay way, PaymentToStart payment, CancellationToken ct);

    /// <summary>Asks the provider for one payment: by the provider's id where it is known, else by our own.</summary>
    /// <returns>Null where the provider does not know it.</returns>
    Task<FoundPayment?> FindAsync(PaymentWay way, PaymentToFind payment, CancellationToken ct);

    /// <summary>
    /// All that changed, or was made, since then, as far as the provider lists it: the nightly comparison tells it once more.
    /// </summary>
    Task<IReadOnlyList<PaymentNews>> ListAsync(PaymentWay way, DateTime since, CancellationToken ct);

    /// <summary>Understands what was posted to <c>/hooks/pay/&lt;name&gt;</c>; it asks nobody.</summary>
    HookReading Understand(PaymentWay way, HookRequest request) => new HookReading.Forged("this way has no hook");

    /// <summary>Gives the whole payment back to its payer. A second time is <see cref="RefundAnswer.Done"/> as well.</summary>
    Task<RefundAnswer> RefundAsync(PaymentWay way, PaymentToRefund payment, CancellationToken ct) => Task.FromResult(RefundAnswer.ByHand);

    /// <summary>Asks something that costs nothing, to see whether the key is good.</summary>
    /// <exception cref="PaymentRefusedException">The key is not.</exception>
    Task CheckAsync(PaymentWay way, CancellationToken ct) => Task.CompletedTask;
}

/// <summary>No answer, or one that cannot be read.</summary>
public sealed class PaymentLostException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The provider said no.</summary>
/// <param name="setting">The key of the way whose value it does not take, such as <c>Token</c>; null for another reason.</param>
public sealed class PaymentRefusedException(string message, string? setting = null) : Exception(message)
{
    public string? Setting { get; } = setting;
}

/// <param name="Description">One line for the payer, in their language.</param>
/// <param name="Payer">The Telegram user id of the customer.</param>
/// <param name="InChat">Whether the customer is in the bot's chat; else the invoice must be an address.</param>
/// <param name="HookUrl">Where the provider can tell news; null where the store has no public address.</param>
/// <param name="ReturnUrl">Where the payer may go afterwards; null where nowhere.</param>
public sealed record PaymentToStart(
    PaymentId Id,
    Charge Charge,
    string Title,
    string Description,
    long Payer,
    string Language,
    bool InChat,
    DateTime ExpiresAt,
    string? HookUrl,
    string? ReturnUrl
);

/// <summary>The thing that the payer is to open.</summary>
/// <param name="ExternalId">The provider's id of it; null where it gives one only with the money.</param>
/// <param name="Url">Null where the payer needs none, as with a transfer.</param>
/// <param name="ExpiresAt">Where the provider says another time than it was asked for.</param>
public sealed record Invoice(string? ExternalId, string? Url, DateTime? ExpiresAt = null);

public sealed record PaymentToFind(PaymentId Id, string? ExternalId, Charge Charge, DateTime CreatedAt);

/// <summary>A payment as the provider shows it now.</summary>
public sealed record FoundPayment(PaymentNews News, string? Url);

public sealed record PaymentToRefund(PaymentId Id, string ExternalId, string? Payer, Charge Received);

public enum RefundAnswer
{
    /// <summary>The payer has it back, or is getting it.</summary>
    Done,

    /// <summary>The provider gives nothing back by itself: the operator does, and says so then.</summary>
    ByHand,
}

/// <summary>Where a payment stands, in words that all providers share.</summary>
public enum ProviderState
{
    /// <summary>Nothing is final yet.</summary>
    Open,

    /// <summary>No more is expected: it is paid, as far as <see cref="PaymentNews.Received"/> says.</summary>
    Settled,

    Expired,

    Canceled,

    Refunded,

    ChargedBack,

    /// <summary>A refund was begun and came to nothing: the payer does not have the money back.</summary>
    RefundFailed,

    /// <summary>Something happened that must be judged by a person, such as a payment on hold.</summary>
    Unclear,
}

/// <summary>"This payment now has this amount in this state."</summary>
/// <param name="ExternalId">The provider's id, which with the way names the payment.</param>
/// <param name="Payment">Our own id, where the provider repeats it.</param>
/// <param name="Received">
/// All that came for certain up to now, not only what came last, in the money in which was asked. Null where nothing did; with
/// <see cref="ProviderState.Settled"/> where exactly what was asked came.
/// </param>
public sealed record PaymentNews(string ExternalId, PaymentId? Payment, ProviderState State, Charge? Received = null)
{
    /// <summary>The provider's id of who paid, where it is needed to give the money back.</summary>
    public string? Payer { get; init; }

    /// <summary>For the operator, where something is not as it should be: the provider's own word, never a secret.</summary>
    public string? Remark { get; init; }

    /// <summary>The Telegram user id of a payer whom Telegram names: their money is theirs, whatever payment it names.</summary>
    public long? TelegramUser { get; init; }

    /// <summary>When the provider had it.</summary>
    public DateTime? At { get; init; }
}

/// <param name="Headers">Without regard to case.</param>
/// <param name="Body">The bytes as they came: what is signed.</param>
public sealed record HookRequest(IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body);

public abstract record HookReading
{
    private HookReading() { }

    /// <summary>Signed so that it can be believed.</summary>
    public sealed record Verified(IReadOnlyList<PaymentNews> News) : HookReading;

    /// <summary>A hint: the provider is asked for this payment before anything moves.</summary>
    public sealed record Hint(string? ExternalId, PaymentId? Payment) : HookReading;

    /// <summary>Genuine, and nothing of it concerns a payment.</summary>
    public sealed record Nothing : HookReading;

    /// <param name="Reason">For the log, in a few words; never a part of the request.</param>
    public sealed record Forged(string Reason) : HookReading;

    /// <summary>Genuine as far as can be seen, and not in the words of the protocol.</summary>
    public sealed record Malformed(string Reason) : HookReading;
}
