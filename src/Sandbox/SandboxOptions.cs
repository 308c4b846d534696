using System.Globalization;
using System.Net;

namespace XthonBot.Sandbox;

/// <summary>The settings of a sandbox.</summary>
public sealed record SandboxOptions
{
    /// <summary>Where to listen. Loopback only; port 0 takes a free one.</summary>
    public string Url { get; init; } = "http://127.0.0.1:0";

    /// <summary>The one bot token that is accepted: digits, a colon, the rest. The digits are the bot's user id.</summary>
    public string Token { get; init; } = "1000000001:sandbox";

    /// <summary>
    /// Full loopback URL of the store's inbound hook, e.g. <c>http://127.0.0.1:5080/hooks/sms/sandbox</c>. May be set later on the server.
    /// </summary>
    public Uri? HookUrl { get; init; }

    /// <summary>Secret that text messages are signed with: <c>whsec_</c> and base64.</summary>
    public string? HookSecret { get; init; }

    /// <summary>
    /// The loopback address of the store that the names of its ways to pay follow, such as <c>http://127.0.0.1:5080/hooks/pay</c>.
    /// May be set later on the server.
    /// </summary>
    public Uri? PayHookUrl { get; init; }

    /// <summary>The keys of the cash desk.</summary>
    public DeskOptions Desk { get; init; } = new();

    /// <summary>Base URL of the store's REST API, shown on the page as a hint.</summary>
    public Uri? StoreUrl { get; init; }

    /// <summary>Who stands on the page from the start. Anybody else appears when they first write.</summary>
    public IReadOnlyList<SandboxPerson> People { get; init; } =
    [new(1001, "Ann", "ann", "en", "customer"), new(1002, "Борис", "boris", "ru", "customer"), new(1003, "Olga", "olga", "en", "operator")];

    /// <summary>The clock behind dates, long polls, delays and the age of callback queries.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The address to bind.</summary>
    /// <exception cref="ArgumentException">The URL is not plain HTTP on a loopback address.</exception>
    internal IPEndPoint Endpoint()
    {
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttp || !url.IsLoopback)
            throw new ArgumentException($"{nameof(Url)} must be http on a loopback address, not '{Url}'.", nameof(Url));
        var address = IPAddress.TryParse(url.DnsSafeHost, out var literal) ? literal : IPAddress.Loopback;
        return new IPEndPoint(address, url.Port);
    }

    /// <summary>The bot's user id, from the token.</summary>
    /// <exception cref="ArgumentException">The token does not begin with digits and a colon.</exception>
    internal long BotId() =>
        Token.IndexOf(':', StringComparison.Ordinal) is var colon and > 0
        && long.TryParse(Token.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new ArgumentException($"{nameof(Token)} must be digits, a colon and the rest.", nameof(Token));
}
