using XthonBot.Sandbox.State;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Methods;

internal static class Callbacks
{
    public static object Answer(World world, Arguments arguments)
    {
        var text = arguments.Text("text");
        if (text is { Length: > 200 })
            throw Refusal.BadRequest("MESSAGE_TOO_LONG");
        world.Taps.Answer(arguments.Text("callback_query_id") ?? "", text, arguments.Flag("show_alert"), arguments.Text("url"));
        return true;
    }
}
