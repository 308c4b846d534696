using Microsoft.AspNetCore.Http;

namespace XthonBot.Api.Envelopes;

/// <summary>A field that a command may be given beside its path.</summary>
/// <param name="Words">The form it must have, as a refusal says it.</param>
/// <param name="Read">Its value in the one form in which two of them are compared; null where it is none.</param>
internal sealed record CommandField(string Name, string Words, Func<string, string?> Read);

/// <summary>The fields of a command, from its query and its body: all of them were understood, or the command is not carried out.</summary>
/// <param name="Body">Those of the body, as one text: empty where there are none.</param>
internal sealed record CommandFields(IReadOnlyDictionary<string, string> Values, string Body)
{
    public static readonly CommandFields None = new(new Dictionary<string, string>(), "");

    public string? this[string name] => Values.GetValueOrDefault(name);

    public static CommandFields Of(HttpContext context) =>
        context.Features.Get<CommandFields>() ?? throw new InvalidOperationException("This endpoint is no command.");
}
