using System.Text.RegularExpressions;
using Mono.Cecil;
using XthonBot.Architecture.Tests.Reading;

namespace XthonBot.Architecture.Tests.Style;

/// <summary>What may be written to a log: no secrets, no codes, no texts; a phone number only masked.</summary>
internal static partial class LogRules
{
    private static readonly string[] Secret =
    [
        "text",
        "code",
        "codes",
        "key",
        "token",
        "secret",
        "password",
        "payload",
        "body",
        "signature",
    ];
    private static readonly string[] Numbers = ["phone", "number"];

    // Telegram's and HTTP's own codes.
    private static readonly string[] Harmless = ["errorcode", "statuscode", "exitcode"];

    public static IEnumerable<string> LogsKeepSecrets(ModuleDefinition module)
    {
        var logs = module
            .GetTypes()
            .SelectMany(type => type.Methods)
            .Select(method => (Method: method, Message: MessageOf(method)))
            .Where(log => log.Message is not null)
            .ToList();
        foreach (var (method, message) in logs)
        {
            foreach (var place in Places().Matches(message!).Select(m => m.Groups[1].Value))
            {
                if (!Harmless.Contains(place, StringComparer.OrdinalIgnoreCase) && WordsOf(place).Any(Secret.Contains))
                    yield return $"{method.Place()} writes {{{place}}}";
            }

            foreach (var parameter in method.Parameters.Where(p => !IsPlain(p.ParameterType)))
                yield return $"{method.Place()} writes a whole {parameter.ParameterType.Name}";
        }

        // Whoever hands a phone number to a log masks it.
        var numbered = logs.Where(log => Places().Matches(log.Message!).Any(m => WordsOf(m.Groups[1].Value).Any(Numbers.Contains)))
            .Select(log => log.Method.FullName)
            .ToHashSet();
        foreach (var method in module.Bodies().Where(method => !IsMadeByGenerator(method)))
        {
            var calls = method.Calls().ToList();
            if (calls.Any(call => numbered.Contains(call.FullName)) && !calls.Any(call => call.Name == "get_Masked"))
                yield return $"{method.Place()} logs a phone number unmasked";
        }
    }

    private static string? MessageOf(MethodDefinition method)
    {
        var attribute = method.CustomAttributes.FirstOrDefault(a => a.AttributeType.Name == "LoggerMessageAttribute");
        if (attribute is null)
            return null;
        var named = attribute.Properties.FirstOrDefault(p => p.Name == "Message").Argument.Value as string;
        return named ?? attribute.ConstructorArguments.Select(a => a.Value).OfType<string>().LastOrDefault() ?? "";
    }

    private static bool IsMadeByGenerator(MethodDefinition method) =>
        method.CustomAttributes.Any(a => a.AttributeType.Name is "GeneratedCodeAttribute" or "LoggerMessageAttribute");

    private static IEnumerable<string> WordsOf(string place) => Word().Matches(place).Select(m => m.Value.ToLowerInvariant());

    // A record prints all that it holds, a phone number itself.
    private static bool IsPlain(TypeReference type)
    {
        var inner = type is GenericInstanceType { ElementType.Name: "Nullable`1" } nullable ? nullable.GenericArguments[0] : type;
        return inner.IsPrimitive
            || inner.FullName is "System.String" or "System.TimeSpan" or "System.DateTime" or "System.Guid" or "System.Uri" or "System.Type"
            || inner.Name.EndsWith("Exception", StringComparison.Ordinal)
            || inner.Name.StartsWith("ILogger", StringComparison.Ordinal)
            || inner.FullName
                is "XthonBot.Core.Foundation.Kernel.OrderId"
                    or "XthonBot.Core.Foundation.Kernel.ServiceId"
                    or "XthonBot.Core.Foundation.Kernel.PaymentId"
                    or "XthonBot.Core.Foundation.Kernel.Money"
                    or "XthonBot.Core.Foundation.Kernel.CustomerId"
            || (!inner.IsGenericParameter && inner.Resolve()?.IsEnum == true);
    }

    [GeneratedRegex(@"\{@?\$?(\w+)[^}]*\}")]
    private static partial Regex Places();

    [GeneratedRegex("[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")]
    private static partial Regex Word();
}
