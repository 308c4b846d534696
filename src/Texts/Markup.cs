namespace XthonBot.Texts;

/// <summary>Text that is Telegram's HTML already, made by our own code.</summary>
public readonly record struct Markup(string Html)
{
    /// <inheritdoc />
    public override string ToString() => Html;
}
