using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Modules.Messages;

/// <summary>A text of a link that was not there at the last request.</summary>
/// <param name="Texts">None where it still shows the same.</param>
/// <param name="Heard">A digest of all that it shows.</param>
internal sealed record PollResult(PollClaim Claim, IReadOnlyList<ShownText> Texts, string? Heard, DateTime AskedAt, DateTime Now)
{
    /// <summary>
    /// Keeps the messages and lets go of the number, in one transaction: what is noted as heard has been delivered, and the other way
    /// round.
    /// </summary>
    /// <returns>Null where the order has had as many messages as it may.</returns>
    public async Task<IReadOnlyList<Reception>?> KeepAsync(
        StoreDbContext db,
        StoreMessagesBatch messages,
        TextSeal seal,
        LinkOptions options,
        CancellationToken ct
    )
    {
        if (Texts.Count == 0)
        {
            await Claim.LetGoAsync(db, Now + options.Interval, 0, Heard, hasAnswered: true, ct);
            return [];
        }

        // Before the number, as whoever ends an order does: two that lock in the same order never wait for each other in a circle.
        var open = (await OrderLocks.LockOpenAsync(db, [Claim.Phone], ct)).GetValueOrDefault(Claim.Phone);
        // Asked for an order that is over meanwhile, what comes is not for the next one, however its clock goes.
        var owner = open?.Key == Claim.OrderKey && !Claim.IsFirst ? open : null;
        var isTooMuch = owner is not null && await HadAsync(db, owner, ct) + Texts.Count > LinkPoller.MostTextsOfAnOrder;
        if (!await Claim.LetGoAsync(db, Now + (isTooMuch ? options.BackOff : options.Interval), 0, Heard, hasAnswered: true, ct))
            return [];
        return isTooMuch ? null : await messages.RunAsync(db, [.. Texts.Select(text => Arrived(text, seal, owner))], ct);
    }

    private static Task<int> HadAsync(StoreDbContext db, OpenOrder order, CancellationToken ct) =>
        db.Messages.CountAsync(m => m.OrderId == order.Key && m.Source == LinkPoller.Source, ct);

    // The same text is the same message, for as long as the number lives: that it was there before is all that tells an old one.
    private ArrivedMessage Arrived(ShownText text, TextSeal seal, OpenOrder? owner) =>
        ArrivedMessage.Of(
            new ReceiveMessage(
                LinkPoller.Source,
                PollDigest.Of(Claim.Phone, [text]),
                text.Sender ?? "—",
                PhoneNumber.Stored(Claim.Phone),
                text.Text,
                owner?.CreatedAt > AskedAt ? null : AskedAt
            )
            {
                IsOld = owner is null,
            },
            seal,
            Now
        );

    public override string ToString() => $"news of {Claim}";
}

/// <summary>By which a text is known again without being kept.</summary>
internal static class PollDigest
{
    /// <returns>43 characters of base64url.</returns>
    public static string Of(string phone, IReadOnlyList<ShownText> texts) =>
        System.Buffers.Text.Base64Url.EncodeToString(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', texts.Select(t => t.Text).Prepend(phone))))
        );
}
