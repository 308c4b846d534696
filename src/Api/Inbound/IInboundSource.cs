using Microsoft.AspNetCore.Http;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Messages;

namespace XthonBot.Api.Inbound;

/// <summary>How one kind of gateway signs and writes what it brings to <c>/hooks/sms/{name}</c>.</summary>
internal interface IInboundSource
{
    /// <summary>The word in <c>Inbound:Sources:{name}:Kind</c>.</summary>
    string Kind { get; }

    /// <summary>
    /// The fault of a secret of this kind, to be read after its key ("must be …"); null when it is fine. Never repeats the secret.
    /// </summary>
    string? ProblemWith(string secret);

    /// <summary>The same for <see cref="SourceSettings.MoreSecrets"/>.</summary>
    string? ProblemWithFurther(string secret) => ProblemWith(secret);

    /// <summary>
    /// Whether it signs the address it was told: then <c>Store:PublicUrl</c> has to be set, since a Host header is anybody's to write.
    /// </summary>
    bool SignsAddress => false;

    /// <summary>
    /// Whether the times of its messages are by the clock that signs: then they can be corrected by it. The network's are not.
    /// </summary>
    bool StampsByItsClock => false;

    /// <summary>The answer that its servers expect once a message is stored; null for the store's own envelope.</summary>
    GatewayReply? Stored => null;

    /// <summary>The same for what was refused, with the store's status; null for the store's own envelope.</summary>
    GatewayReply? Refused(string reason) => null;

    /// <summary>Checks the signature on the raw bytes and reads the messages. The outcome rests on the arguments alone.</summary>
    /// <param name="now">UTC.</param>
    InboundResult Read(InboundRequest request, SourceSettings settings, DateTime now);
}

/// <summary>A request as it came.</summary>
/// <param name="Url">The address that the gateway was told, by <c>Store:PublicUrl</c> where it is set: some kinds sign it.</param>
internal sealed record InboundRequest(IHeaderDictionary Headers, ReadOnlyMemory<byte> Body, string Url)
{
    public string? ContentType => Headers.ContentType is { Count: 1 } values ? values[0] : null;

    /// <summary>The value of a header that is there exactly once.</summary>
    public string? Single(string header) => Headers[header] is { Count: 1 } values ? values[0] : null;
}

/// <summary>An answer in a gateway's own words.</summary>
internal sealed record GatewayReply(string ContentType, string Body);

/// <summary>A configured source.</summary>
/// <param name="Name">As configured; part of what makes a message unique.</param>
internal sealed record SourceSettings(string Name, string Secret)
{
    /// <summary>Others that are as good as <see cref="Secret"/>.</summary>
    public IReadOnlyList<string> MoreSecrets { get; init; } = [];

    /// <summary>The phone number in each SIM slot, counted from 1, for a gateway that does not know its own numbers.</summary>
    public IReadOnlyDictionary<int, PhoneNumber> Numbers { get; init; } = new Dictionary<int, PhoneNumber>();

    /// <summary>The supplier whose agent this is, see <see cref="ReceiveMessage.Agent"/>.</summary>
    public string? Agent { get; init; }

    // A record would print the secret.
    public override string ToString() => Name;
}

/// <summary>The outcome of reading a request.</summary>
internal abstract record InboundResult
{
    private InboundResult() { }

    /// <summary>How long ago it was signed, by the gateway's clock; null where no time is signed.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>Signed and understood; none for news without a text.</summary>
    /// <param name="News">The gateway's name for an event without a text.</param>
    public sealed record Messages(IReadOnlyList<ReceiveMessage> Received, string? News = null) : InboundResult;

    /// <summary>Signed and understood: a part of a message that comes in several.</summary>
    public sealed record Part(ReceivePart Received) : InboundResult;

    /// <summary>Not signed by the secret; with an age, signed by it but at another time.</summary>
    public sealed record Unauthorized : InboundResult;

    /// <summary>Signed, but neither a message nor other news; <paramref name="Reason"/> is told to the gateway.</summary>
    public sealed record Bad(string Reason) : InboundResult;
}
