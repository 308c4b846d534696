using XthonBot.Bot.Callbacks;

namespace XthonBot.Bot.Chat.Operator;

/// <summary>The operator's menu, and the way a tap asks for what a command still needs.</summary>
internal sealed class AdminScreens
{
    public Screen Menu(Visit visit)
    {
        var words = visit.Words;
        return new Screen(
            words.Html("admin.menu"),
            [new Button.Tap(words.Label("admin.services"), new Callback.AdminServices(0)), new Button.Tap(words.Label("admin.addservice"), new Callback.AdminAsk("service", "/service add"))],
            [new Button.Tap(words.Label("admin.credit"), new Callback.AdminAsk("credit", "/credit")), new Button.Tap(words.Label("admin.debit"), new Callback.AdminAsk("debit", "/debit"))],
            [new Button.Tap(words.Label("admin.bonus"), new Callback.AdminAsk("bonus", "/bonus")), new Button.Tap(words.Label("admin.sms"), new Callback.AdminAsk("sms", "/sms"))],
            [new Button.Tap(words.Label("admin.find"), new Callback.AdminAsk("find", "/find")), new Button.Tap(words.Label("admin.refund"), new Callback.AdminAsk("refund", "/refund"))],
            [new Button.Tap(words.Label("admin.ban"), new Callback.AdminAsk("ban", "/ban")), new Button.Tap(words.Label("admin.unban"), new Callback.AdminAsk("unban", "/unban"))],
            [new Button.Tap(words.Label("admin.messages"), new Callback.AdminMessages(0)), new Button.Tap(words.Label("admin.suppliers"), new Callback.AdminSuppliers())],
            [new Button.Tap(words.Label("admin.stats"), new Callback.AdminStats(7)), new Button.Tap(words.Label("button.home"), new Callback.Home())]);
    }

    /// <summary>Asks for the rest of a command. The question carries the command itself, so that the answer needs no memory.</summary>
    public static Screen Ask(Visit visit, string question, string prefix) => new(
        visit.Words.Html("ask", ("question", visit.Words.Label("ask." + question)), ("prefix", prefix)))
    { AsksReply = true, AsNew = true };

    /// <summary>What a command wants, and one example.</summary>
    public static Screen Usage(Visit visit, string command, string? problem = null)
    {
        var usage = visit.Words.Html("usage." + command);
        return new Screen(problem is null ? usage : $"{problem}\n\n{usage}");
    }

    public static IReadOnlyList<Button> Back(Visit visit) => [new Button.Tap(visit.Words.Label("button.menu"), new Callback.Admin())];

    /// <summary>The next word of a command, and what follows it.</summary>
    public static (string Word, string Tail) Next(string text)
    {
        var trimmed = text.AsSpan().Trim();
        var end = 0;
        while (end < trimmed.Length && !char.IsWhiteSpace(trimmed[end]))
            end++;
        return end == trimmed.Length ? (trimmed.ToString(), "") : (trimmed[..end].ToString(), trimmed[(end + 1)..].Trim().ToString());
    }
}
