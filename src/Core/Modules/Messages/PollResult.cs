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
    /// Stores the messages and releases the claim, in one transaction: a text is marked as seen exactly if it was delivered.
    /// </summary>
    /// <returns>Null where the order has had as many messages as it may.</returns>
    public async Task<IReadOnlyList<Reception>?> KeepAsync(
        StoreDbContext db,
        StoreMessagesBatch messages,
        TextProtector protector,
        LinkOptions options,
        CancellationToken ct
    )
    {
        if (Texts.Count == 0)
        {
            await Claim.ReleaseAsync(db, Now + options.Interval, 0, Heard, hasAnswered: true, ct);
            return [];
        }

        // The order is locked before the number, as when an order ends: one order of locks, no deadlock.
        var open = (await OrderLocks.LockOpenAsync(db, [Claim.Phone], ct)).GetValueOrDefault(Claim.Phone);
        // The link was asked for this order: if it is over meanwhile, the text is not for the next one, whatever its time says.
        var owner = open?.Key == Claim.OrderKey && !Claim.IsFirst ? open : null;
        var isTooMuch = owner is not null && await HadAsync(db, owner, ct) + Texts.Count > LinkPoller.MostTextsOfAnOrder;
        if (!await Claim.ReleaseAsync(db, Now + (isTooMuch ? options.BackOff : options.Interval), 0, Heard, hasAnswered: true, ct))
            return [];
        return isTooMuch ? null : await messages.RunAsync(db, [.. Texts.Select(text => Arrived(text, protector, owner))], ct);
    }

    private static Task<int> HadAsync(StoreDbContext db, OpenOrder order, CancellationToken ct) =>
        db.Messages.CountAsync(m => m.OrderId == order.Key && m.Source == LinkPoller.Source, ct);

    // The same text is the same message, for as long as the number lives: that it was there before is all that tells an old one.
    private ArrivedMessage Arrived(ShownText text, TextProtector protector, OpenOrder? owner) =>
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
            protector,
            Now
        );

    public override string ToString() => $"news of {Claim}";
}

/// <summary>Digests by which a text is recognized without being stored.</summary>
internal static class PollDigest
{
    /// <returns>43 characters of base64url.</returns>
    public static string Of(string phone, IReadOnlyList<ShownText> texts) =>
        System.Buffers.Text.Base64Url.EncodeToString(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', texts.Select(t => t.Text).Prepend(phone))))
        );
}
