using System.Text.Json;
using XthonBot.Sandbox.State;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Methods;

internal static class UpdateMethods
{
    /// <summary>Telegram holds a poll no longer than this.</summary>
    private const long LongestPollSeconds = 50;

    public static async ValueTask<object> GetAsync(World world, Arguments arguments, CancellationToken ct) =>
        await world.Updates.PollAsync(
            arguments.Integer("offset"),
            (int)Math.Clamp(arguments.Integer("limit") ?? 100, 1, 100),
            TimeSpan.FromSeconds(Math.Clamp(arguments.Integer("timeout") ?? 0, 0, LongestPollSeconds)),
            AllowedUpdates(arguments),
            ct
        );

    public static object SetWebhook(World world, Arguments arguments)
    {
        if (arguments.Text("url") is not { Length: > 0 } text)
            return DeleteWebhook(world, arguments);
        // Telegram wants HTTPS; the sandbox must not reach beyond this machine, and plain HTTP will do there.
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || !url.IsLoopback || url.Scheme is not ("http" or "https"))
            throw Refusal.BadRequest("bad webhook: the sandbox delivers to loopback addresses only");
        var secret = arguments.Text("secret_token") is { Length: > 0 } given ? given : null;
        if (secret is not null && (secret.Length > 256 || !secret.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')))
            throw Refusal.BadRequest("secret token contains unallowed characters");
        world.Updates.SetWebhook(
            url,
            secret,
            (int)Math.Clamp(arguments.Integer("max_connections") ?? 40, 1, 100),
            AllowedUpdates(arguments),
            arguments.Flag("drop_pending_updates")
        );
        return true;
    }

    public static object DeleteWebhook(World world, Arguments arguments)
    {
        world.Updates.DeleteWebhook(arguments.Flag("drop_pending_updates"));
        return true;
    }

    private static List<string>? AllowedUpdates(Arguments arguments) =>
        arguments.Json("allowed_updates") is { ValueKind: JsonValueKind.Array } kinds
            ? [.. kinds.EnumerateArray().Where(kind => kind.ValueKind == JsonValueKind.String).Select(kind => kind.GetString()!)]
            : null;
}
