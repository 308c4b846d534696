using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Settings;

namespace XthonBot.Bot.Telegram;

internal enum UpdateMode
{
    Polling,
    Webhook,
}

/// <summary>The section <c>Telegram</c> of the configuration.</summary>
internal sealed class TelegramOptions
{
    /// <summary>From @BotFather. Never logged.</summary>
    public string Token { get; set; } = "";

    /// <summary>The bot's Telegram user id, with which every token begins.</summary>
    public long BotId => long.TryParse(Token.AsSpan(0, Math.Max(Token.IndexOf(':', StringComparison.Ordinal), 0)), out var id) ? id : 0;

    /// <summary>Whose updates these are, in the inbox and among the leases.</summary>
    public string Source => $"telegram:{BotId}";

    /// <summary>Another Bot API server than Telegram's own; empty for that.</summary>
    public string ApiUrl { get; set; } = "";

    public UpdateMode Mode { get; set; }

    /// <summary>The secret that Telegram has to send with calls of our webhook. Never logged.</summary>
    public string WebhookSecret { get; set; } = "";

    /// <summary>The Telegram user ids of the operators.</summary>
    public HashSet<long> AdminIds { get; } = [];

    /// <summary>Messages a second in all; 0: without limit.</summary>
    public int MessagesPerSecond { get; set; } = 30;

    /// <summary>Messages a second to one chat, after a burst of five; 0: without limit.</summary>
    public double MessagesPerChatPerSecond { get; set; } = 1;

    /// <summary>Whether this process speaks to Telegram; a verb does not, and needs no token.</summary>
    internal bool IsUsed { get; set; } = true;
}

internal sealed class TelegramOptionsCheck(IOptions<StoreIdentity> store) : OptionsCheck<TelegramOptions>
{
    private const double MostPerSecond = 1_000_000;

    protected override IEnumerable<string?> Problems(TelegramOptions options) =>
        [
            options.Token.Length == 0
                ? options.IsUsed
                    ? "Telegram:Token is missing: set it (environment: Telegram__Token) to the token that @BotFather gave you."
                    : null
                : IsToken(options.Token)
                    ? null
                    : "Telegram:Token does not look like a token: digits, a colon and letters.",
            options.ApiUrl.Length == 0 ? null : Setting.Address("Telegram:ApiUrl", options.ApiUrl),
            .. options.Mode == UpdateMode.Webhook ? WebhookProblems(options) : [],
            .. options.AdminIds.Where(id => id <= 0).Select(id => $"Telegram:AdminIds holds '{id}', which is not a Telegram user id."),
            Setting.Between("Telegram:MessagesPerSecond", options.MessagesPerSecond, 0, MostPerSecond),
            Setting.Between("Telegram:MessagesPerChatPerSecond", options.MessagesPerChatPerSecond, 0, MostPerSecond),
        ];

    private IEnumerable<string?> WebhookProblems(TelegramOptions options) =>
        [
            options.WebhookSecret.Length is >= 16 and <= 256
            && options.WebhookSecret.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
                ? null
                : "Telegram:WebhookSecret must be 16 to 256 letters, digits, _ and -, since Telegram:Mode is Webhook.",
            store.Value.Address is null
                ? "Store:PublicUrl is missing: with Telegram:Mode Webhook it tells Telegram where to bring updates."
                : null,
        ];

    // The client refuses longer ids.
    private static bool IsToken(string token) =>
        token.Split(':') is [{ Length: > 0 and <= 16 } id, { Length: > 0 } secret]
        && id.All(char.IsAsciiDigit)
        && !secret.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
}
