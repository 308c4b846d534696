namespace XthonBot.Api.Docs;

// Attributes that describe fields and parameters in the document beyond their type.

/// <summary>An amount of money.</summary>
/// <param name="example">Such as <c>1.20</c>; a minus says that there may be one.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class AmountAttribute(string example = "1.20") : Attribute
{
    public string Example => example;
}

/// <summary>A whole number, though it is read as a text, so that a bad one is refused in the store's words.</summary>
/// <param name="usual">The value where the parameter is left out.</param>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class WholeNumberAttribute(int least, int most, int usual) : Attribute
{
    public int Least => least;

    public int Most => most;

    public int Usual => usual;
}

/// <summary>An example of the field.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class SampleAttribute(string text) : Attribute
{
    public string Text => text;
}

/// <summary>A field or parameter that holds a word of a closed list, or several of them.</summary>
/// <param name="vocabulary">The name of a <see cref="Docs.Vocabulary"/>.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class OneOfAttribute(string vocabulary) : Attribute
{
    public string Vocabulary => vocabulary;
}
