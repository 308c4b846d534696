using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Bot.Hosting;

/// <summary>Reasons of a failed start that an operator can put right, in lines that name the keys: a stack trace would bury them.</summary>
internal static class StartFailure
{
    /// <returns>Null where it is a fault of the store.</returns>
    public static IReadOnlyList<string>? Lines(Exception e) =>
        e switch
        {
            OptionsValidationException options => [.. options.Failures.Select(OneLine).Distinct()],
            // Of several sections; one that reads another repeats what is wrong with that.
            AggregateException all when all.InnerExceptions.Select(Lines).ToList() is var lines && !lines.Contains(null) =>
            [
                .. lines.SelectMany(of => of!).Distinct(),
            ],
            // A driver does not wrap the failure to resolve a name.
            DbException or SocketException => [OneLine($"The database of ConnectionStrings:Store cannot be used: {e.Message}")],
            ConfigurationException or IOException or UnauthorizedAccessException or KeysAwayException => [OneLine(e.Message)],
            InvalidOperationException when e.Message.Contains("configuration", StringComparison.OrdinalIgnoreCase) => [OneLine(e.Message)],
            _ => null,
        };

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
