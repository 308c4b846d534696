using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using XthonBot.Core.Modules.Payments;

namespace XthonBot.Bot.Chat.Payments;

/// <summary>A way to pay as a button carries it: the beginning of a digest of its name, since a name may be longer than a button.</summary>
internal static class WayTag
{
    private const int Bytes = 3;

    public static string Of(string way) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(way)).AsSpan(0, Bytes));

    /// <returns>Null where the way is not configured any more.</returns>
    public static PaymentWay? Find(PaymentProviders providers, string tag) =>
        providers.All.FirstOrDefault(way => string.Equals(Of(way.Name), tag, StringComparison.Ordinal));
}
