using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Reactions.Webhooks;

/// <summary>Reads the address of a webhook. Where its host leads is looked at when it is connected to.</summary>
internal static class WebhookUrl
{
    private const int MaxLength = 2000;

    /// <returns>In its normal form, without a fragment; <see cref="Error.Invalid"/> otherwise.</returns>
    public static Result<string> Parse(string? text, WebhookOptions options)
    {
        if (
            text?.Trim() is not { Length: > 0 and <= MaxLength } written
            || !Uri.TryCreate(written, UriKind.Absolute, out var url)
            || url.UserInfo.Length > 0
            || url.Host.Length == 0
            || written.Any(char.IsControl)
        )
            return new Error.Invalid("url", "not-a-webhook-url");
        if (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && IsAllowed(url, options)))
            return new Error.Invalid("url", "needs-https");
        var normal = url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);
        return normal.Length <= MaxLength ? normal : new Error.Invalid("url", "not-a-webhook-url");
    }

    private static bool IsAllowed(Uri url, WebhookOptions options) =>
        options.AllowedHosts.Exists(host =>
            string.Equals(host.Trim('[', ']').TrimEnd('.'), url.Host.Trim('[', ']').TrimEnd('.'), StringComparison.OrdinalIgnoreCase)
        );
}
