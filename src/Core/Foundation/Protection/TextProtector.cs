using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Foundation.Protection;

/// <summary>The one way by which texts and codes go into the database and come out of it.</summary>
public sealed class TextProtector(ITextCipher cipher)
{
    /// <summary>Takes some microseconds, so it is done before a write is queued.</summary>
    /// <exception cref="KeysAwayException">The keys cannot be read just now.</exception>
    public ProtectedText Protect(string text) => new(ProtectedText.Mark + cipher.Encrypt(StorableText.Of(text)));

    /// <returns>Null where there is none, where it was purged, and where its key is lost.</returns>
    /// <exception cref="KeysAwayException">The keys cannot be read just now.</exception>
    public string? Unprotect(ProtectedText? content) =>
        content is not { } text ? null
        : text.IsProtected ? cipher.Decrypt(text.Value[ProtectedText.Mark.Length..])
        : text.Value;
}
