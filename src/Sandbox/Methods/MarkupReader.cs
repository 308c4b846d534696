using System.Text;
using System.Text.Json;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Methods;

/// <summary>Reads a <c>reply_markup</c> and checks it as Telegram does.</summary>
internal static class MarkupReader
{
    /// <summary>The markup of a call, or null where there is none or an empty one.</summary>
    public static Markup? Read(Arguments arguments)
    {
        if (arguments.Json("reply_markup") is not { ValueKind: JsonValueKind.Object } value)
            return null;
        if (value.Member("inline_keyboard") is { } inline)
            return CheckInline(inline) ? new Markup(MarkupKind.Inline, value) : null;
        if (value.Member("keyboard") is { } keyboard)
        {
            foreach (var button in Markup.Buttons(keyboard))
                if (string.IsNullOrEmpty(button.ValueKind == JsonValueKind.String ? button.GetString() : button.Text("text")))
                    throw Refusal.BadRequest("keyboard button text must be non-empty");
            return new Markup(MarkupKind.Keyboard, value);
        }
        if (value.Flag("remove_keyboard"))
            return new Markup(MarkupKind.Remove, value);
        return value.Flag("force_reply") ? new Markup(MarkupKind.ForceReply, value) : null;
    }

    /// <summary>Edits take inline keyboards alone.</summary>
    public static JsonElement? ReadInline(Arguments arguments) =>
        Read(arguments) switch
        {
            null => null,
            { Kind: MarkupKind.Inline } inline => inline.Value,
            _ => throw Refusal.BadRequest("inline keyboard expected"),
        };

    private static bool CheckInline(JsonElement rows)
    {
        var any = false;
        foreach (var button in Markup.Buttons(rows))
        {
            any = true;
            CheckButton(button);
        }
        return any;
    }

    private static void CheckButton(JsonElement button)
    {
        if (string.IsNullOrWhiteSpace(button.Text("text")))
            throw Refusal.BadRequest("inline keyboard button text must be non-empty");
        if (button.Text("style") is { } style && style is not ("danger" or "success" or "primary"))
            throw Refusal.BadRequest("invalid button style specified");
        if (button.Text("callback_data") is { } data)
        {
            if (Encoding.UTF8.GetByteCount(data) is < 1 or > 64)
                throw Refusal.BadRequest("BUTTON_DATA_INVALID");
        }
        else if (button.Text("url") is { } url)
        {
            CheckUrl(url);
        }
        else if (button.Member("copy_text") is { } copy)
        {
            if (copy.Text("text") is not { Length: >= 1 and <= 256 })
                throw Refusal.BadRequest("BUTTON_COPY_TEXT_INVALID");
        }
        else if (!HasOtherAction(button))
        {
            throw Refusal.BadRequest("Text buttons are unallowed in the inline keyboard");
        }
    }

    /// <summary>Telegram refuses hosts without a dot: a store at http://localhost would work here and fail there.</summary>
    private static void CheckUrl(string url)
    {
        var fine =
            Uri.TryCreate(url, UriKind.Absolute, out var parsed)
            && (parsed.Scheme == "tg" || (parsed.Scheme is "http" or "https" && parsed.Host.Contains('.', StringComparison.Ordinal)));
        if (!fine)
            throw Refusal.BadRequest($"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL");
    }

    private static bool HasOtherAction(JsonElement button) =>
        button.Member("web_app") is not null
        || button.Member("login_url") is not null
        || button.Flag("pay")
        || button.Member("switch_inline_query") is not null
        || button.Member("switch_inline_query_current_chat") is not null
        || button.Member("switch_inline_query_chosen_chat") is not null
        || button.Member("callback_game") is not null;
}
