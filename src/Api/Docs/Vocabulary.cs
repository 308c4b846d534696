namespace XthonBot.Api.Docs;

/// <summary>A closed list of words, which is a schema of its own, so that a generated client has one type for it.</summary>
/// <param name="IsListed">Whether a word has a point in it, or a field holds several of them.</param>
internal sealed record Vocabulary(string Name, string Means, string[] Words, bool IsListed = false);
