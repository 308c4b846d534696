using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Suppliers;

/// <summary>Speaks to the suppliers, to each by the protocol of its kind. The host supplies the implementation.</summary>
/// <remarks>
/// Every call returns a clear answer of upstream's. No answer, or one that is not in the protocol's words, is a
/// <see cref="SupplierLostException"/>: whether the request took effect is not known.
/// </remarks>
public interface ISupplierClient
{
    /// <param name="service">As upstream calls it.</param>
    /// <param name="most">More than this is not paid.</param>
    /// <param name="reference">Names the purchase upstream.</param>
    Task<BuyAnswer> BuyAsync(string supplier, string service, Money most, string reference, CancellationToken ct);

    Task<UpstreamStatus> StatusAsync(string supplier, string externalId, CancellationToken ct);

    Task<ChangeAnswer> ChangeAsync(string supplier, string externalId, UpstreamChange change, CancellationToken ct);

    /// <summary>All that is active on the account.</summary>
    Task<IReadOnlyList<ActiveNumber>> ActiveAsync(string supplier, CancellationToken ct);

    /// <summary>Prices and stock, by upstream's names.</summary>
    Task<IReadOnlyDictionary<string, (Money Cost, int Count)>> OffersAsync(string supplier, CancellationToken ct);

    Task<Money> BalanceAsync(string supplier, CancellationToken ct);
}

/// <summary>The answer to a request was lost, or makes no sense.</summary>
public sealed class SupplierLostException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Upstream said that it does not answer such questions: asking again is of no use.</summary>
    public bool IsRefusal { get; init; }
}

public abstract record BuyAnswer
{
    private BuyAnswer() { }

    /// <param name="Phone">Null where upstream gave something that is no phone number.</param>
    public sealed record Number(string ExternalId, PhoneNumber? Phone) : BuyAnswer;

    /// <summary>Upstream sells none; <paramref name="Word"/> is its own, such as <c>NO_NUMBERS</c>.</summary>
    public sealed record None(string Word, Doubt Doubt = Doubt.None) : BuyAnswer;
}

/// <summary>Whether something may have been bought although upstream refused; then what is active there decides.</summary>
public enum Doubt
{
    /// <summary>A refusal in the protocol's own words.</summary>
    None,

    /// <summary>In other words, or by HTTP status: a refusal, unless a purchase shows among what is active.</summary>
    Some,

    /// <summary>A fault of theirs: a refusal only if it can be seen that nothing was bought.</summary>
    Much,
}

/// <param name="Phone">Null where upstream names none.</param>
/// <param name="Reference">The name of the purchase, where upstream tells it.</param>
public sealed record ActiveNumber(string Id, string Service, PhoneNumber? Phone, string? Reference);

public enum UpstreamStep
{
    Waiting,

    /// <summary>A text is there.</summary>
    Text,

    /// <summary>Upstream ended it, or does not know it.</summary>
    Gone,
}

/// <param name="Code">
/// The text in the code's place, as it is: whether it is a code, <see cref="SupplierText"/> decides. While another is waited for: the
/// last there was, where upstream names it.
/// </param>
/// <param name="Text">Null where upstream tells codes alone.</param>
/// <param name="SentAt">Upstream's own time of the text, in whatever form: only whether it differs matters.</param>
public sealed record UpstreamStatus(UpstreamStep Step, string? Code = null, string? Text = null, string? SentAt = null)
{
    /// <summary>The texts before this one, the oldest first, where upstream shows them all.</summary>
    public IReadOnlyList<UpstreamStatus> Earlier { get; init; } = [];
}

public enum UpstreamChange
{
    /// <summary>Another text is wanted.</summary>
    Again = 3,

    /// <summary>The number brought a code.</summary>
    Finish = 6,

    /// <summary>The number is not wanted any more, and not to be paid.</summary>
    Cancel = 8,

    /// <summary>The number brought a code, and the customer was refunded all the same.</summary>
    Return = 106,

    /// <summary>The given number is no phone number: it is not wanted again.</summary>
    Reject = 108,
}

public enum ChangeAnswer
{
    Done,

    /// <summary>Not yet: it may be asked again later.</summary>
    TooEarly,

    /// <summary>Upstream does not take this step.</summary>
    Refused,

    /// <summary>The number is not active any more.</summary>
    Gone,
}
