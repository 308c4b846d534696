namespace XthonBot.Core.Messages;

public static class CodeFinder
{
    public static string? Find(string text, string? sender = null, string? pattern = null) =>
        System.Text.RegularExpressions.Regex.Match(text, @"\d{4,8}") is { Success: true } m ? m.Value : null;
}
