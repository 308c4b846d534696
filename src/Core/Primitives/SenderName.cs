namespace XthonBot.Core.Primitives;

/// <summary>Who a text message says it is from: a number, a short number or a name, for people to read and for patterns to match.</summary>
public static class SenderName
{
    private const int MaxLength = 255;
    private const char Replacement = '\uFFFD';

    /// <summary>
    /// A sender is no reason to lose a message: blanks around it go, what nobody can read is replaced, what is too long is cut, and a
    /// message without one has an empty one.
    /// </summary>
    public static string Read(string? text)
    {
        var name = (text ?? "").Trim();
        var clean = name.Any(char.IsControl) ? string.Concat(name.Select(c => char.IsControl(c) ? Replacement : c)) : name;
        return clean.Length <= MaxLength ? clean : clean[..(char.IsHighSurrogate(clean[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
    }
}
