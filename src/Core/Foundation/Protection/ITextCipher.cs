namespace XthonBot.Core.Foundation.Protection;

/// <summary>Encrypts with keys that the host keeps apart from the store's rows.</summary>
public interface ITextCipher
{
    /// <exception cref="KeysAwayException">The keys cannot be read just now.</exception>
    string Encrypt(string text);

    /// <returns>Null where its key is lost, or where it was changed; the host has logged which key that is.</returns>
    /// <exception cref="KeysAwayException">The keys cannot be read just now; the text may well be there.</exception>
    string? Decrypt(string content);
}

/// <summary>The keys of the texts cannot be reached. It passes, as it does when the database is away.</summary>
public sealed class KeysAwayException(Exception reason) : Exception($"The keys of the texts cannot be read: {reason.Message}", reason);
