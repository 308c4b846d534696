using System.Security.Cryptography;
using System.Text;
using XthonBot.Core.Foundation.CodeFinding;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Suppliers;

/// <summary>A text as a supplier shows it.</summary>
/// <param name="Text">The whole of it; the code alone where upstream tells no texts.</param>
/// <param name="Code">Null where upstream does not say which it is: then it is found in the text, as in any other.</param>
/// <param name="SentAt">Upstream's own time of it.</param>
internal sealed record SupplierText(string Text, string? Code, string? SentAt)
{
    /// <summary>Longer than any message; a longer text is a page.</summary>
    private const int Longest = 4_000;

    /// <returns>Null where there is neither a text nor a code.</returns>
    public static SupplierText? Of(UpstreamStatus status)
    {
        var code = CodeShape.Read(status.Code);
        if (Whole(status.Text) is { } text)
        {
            if (code is null && Whole(status.Code) is { } more && !text.Contains(more, StringComparison.OrdinalIgnoreCase))
                text = more.Contains(text, StringComparison.OrdinalIgnoreCase) ? more : Whole(text + "\n" + more)!;
            // A code that is not in its text may be the one of the text before.
            return new SupplierText(text, code is not null && CodeShape.IsIn(code, text) ? code : null, status.SentAt);
        }

        return Whole(status.Code) is { } place ? new SupplierText(code ?? place, code, status.SentAt) : null;
    }

    /// <summary>
    /// The message's id: one for the same text, however often and in whatever form upstream shows it; another for the same code at another
    /// time.
    /// </summary>
    /// <param name="orderId">Upstream's id of the order.</param>
    /// <param name="place">Tells equal texts apart where upstream names no time.</param>
    public string MessageId(string orderId, int place)
    {
        var plain = CodeShape.Plain(Code ?? CodeFinder.Find(Text) ?? Text);
        var content = $"{SentAt ?? place.ToString(System.Globalization.CultureInfo.InvariantCulture)}\0{(plain.Length > 0 ? plain : Text)}";
        return $"{orderId}:{System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}";
    }

    private static string? Whole(string? text)
    {
        var whole = (text ?? "").Trim();
        return CodeShape.IsNothing(whole) ? null : StorableText.Cut(whole, Longest);
    }
}
