using Microsoft.AspNetCore.Http;
using XthonBot.Core.Foundation.Settings;

namespace XthonBot.Bot.Hosting;

/// <summary>Settings that decide how the process is composed, read before it is.</summary>
internal static class ProcessSettings
{
    private static readonly string[] AllRoles = ["Bot", "Api", "Jobs"];

    public static IReadOnlyList<string> Roles(IConfiguration configuration)
    {
        var roles = configuration.ReadList("Roles");
        if (roles.FirstOrDefault(role => !AllRoles.Contains(role, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new ConfigurationException($"Roles holds {Setting.Quoted(unknown)}; it must name some of {string.Join(", ", AllRoles)}.");
        return roles.Count == 0 ? AllRoles : roles;
    }

    /// <summary>Reads where to listen, and leaves it so written that the server reads it the same way.</summary>
    public static void CheckUrls(IConfiguration configuration)
    {
        var urls = (configuration["Urls"] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (urls.FirstOrDefault(url => !IsListenable(url)) is { } wrong)
            throw new ConfigurationException(
                $"Urls holds {Setting.Quoted(wrong)}; it must be addresses such as http://127.0.0.1:5080, with ; between them."
            );
        if (urls.Length > 0)
            configuration["Urls"] = string.Join(';', urls);
    }

    private static bool IsListenable(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address.IsUnixPipe
                || address.IsNamedPipe
                || (
                    address is { PathBase: "", Port: >= 0 and <= ushort.MaxValue, Scheme: "http" or "https" }
                    && (address.Port > 0 || !address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
                );
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
