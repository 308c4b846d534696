using XthonBot.Bot.Telegram;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Bot.Hosting;

/// <summary>A key of the configuration is missing or wrong; the message names it.</summary>
internal sealed class ConfigurationException(string message) : Exception(message);

/// <summary>Looks at the keys that the process itself needs, before anything starts.</summary>
internal static class ConfigurationCheck
{
    public static readonly string[] AllRoles = ["Bot", "Api", "Jobs"];

    public static (DatabaseProvider Provider, string ConnectionString) Database(IConfiguration configuration)
    {
        var named = configuration["Database:Provider"] is { Length: > 0 } text ? text : nameof(DatabaseProvider.Sqlite);
        if (!Enum.TryParse<DatabaseProvider>(named, ignoreCase: true, out var provider) || !Enum.IsDefined(provider) || int.TryParse(named, out _))
            throw new ConfigurationException($"Database:Provider is '{named}'; the databases are {string.Join(", ", Enum.GetNames<DatabaseProvider>())}.");

        var example = provider == DatabaseProvider.Postgres ? "Host=db;Database=xthonbot;Username=xthonbot;Password=…" : "Data Source=data/store.db";
        if (configuration.GetConnectionString("Store") is not { Length: > 0 } connectionString)
            throw new ConfigurationException($"ConnectionStrings:Store is missing, for example: {example}");
        var isFile = connectionString.Contains("Data Source", StringComparison.OrdinalIgnoreCase) || connectionString.Contains("Filename", StringComparison.OrdinalIgnoreCase);
        return isFile == (provider == DatabaseProvider.Sqlite)
            ? (provider, connectionString)
            : throw new ConfigurationException($"ConnectionStrings:Store does not fit Database:Provider, which is {provider}; for example: {example}");
    }

    /// <summary>Refuses 72:00:00, which .NET reads as 72 days where a person means hours.</summary>
    public static void CheckDurations(IConfiguration configuration)
    {
        foreach (var key in (string[])["Orders:Lifetime", "Stock:CoolDown", "Messages:Retention", "Messages:PartsWait", "Links:Interval", "Links:BackOff", "Webhooks:DisableAfter"])
        {
            if (configuration[key]?.Split(':') is [var hours, _, _] && int.TryParse(hours, out var count) && count >= 24)
                throw new ConfigurationException($"{key} is '{configuration[key]}'; write {count / 24}.{count % 24:00}:00:00 for {count} hours.");
        }
    }

    public static void CheckUrls(IConfiguration configuration)
    {
        foreach (var url in (configuration["Urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                BindingAddress.Parse(url);
            }
            catch (FormatException)
            {
                throw new ConfigurationException($"Urls holds '{url}', which is not an address such as http://127.0.0.1:5080.");
            }
        }
    }

    /// <summary>A list, or one value with commas.</summary>
    public static IReadOnlyList<string> List(IConfiguration configuration, string key) =>
    [
        .. configuration.GetSection(key).GetChildren().Select(child => child.Value ?? "")
            .Append(configuration[key] ?? "")
            .SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
    ];

    public static IReadOnlyList<string> Roles(IConfiguration configuration)
    {
        var roles = List(configuration, "Roles");
        if (roles.FirstOrDefault(role => !AllRoles.Contains(role, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new ConfigurationException($"Roles names '{unknown}'; the roles are {string.Join(", ", AllRoles)}.");
        return roles.Count == 0 ? AllRoles : roles;
    }

    public static void ReadTelegram(IConfiguration configuration, TelegramOptions options)
    {
        options.Token = configuration["Telegram:Token"] ?? "";
        if (options.Token.Length == 0)
            throw new ConfigurationException("Telegram:Token is missing: set it (environment: Telegram__Token) to the token that @BotFather gave you.");
        if (options.Token.Split(':') is not [{ Length: > 0 } id, { Length: > 0 }] || !id.All(char.IsAsciiDigit))
            throw new ConfigurationException("Telegram:Token does not look like a token: digits, a colon and letters.");

        options.ApiUrl = configuration["Telegram:ApiUrl"];
        if (!string.IsNullOrEmpty(options.ApiUrl) && !IsWebAddress(options.ApiUrl))
            throw new ConfigurationException($"Telegram:ApiUrl is not an http(s) address: '{options.ApiUrl}'.");

        if (configuration["Telegram:Mode"] is { Length: > 0 } mode)
        {
            options.Mode = Enum.TryParse<UpdateMode>(mode, ignoreCase: true, out var known) && Enum.IsDefined(known) && !int.TryParse(mode, out _)
                ? known
                : throw new ConfigurationException($"Telegram:Mode is '{mode}'; the modes are {string.Join(", ", Enum.GetNames<UpdateMode>())}.");
        }

        if (options.Mode == UpdateMode.Webhook)
            ReadWebhook(configuration, options);

        foreach (var admin in List(configuration, "Telegram:AdminIds"))
        {
            if (!long.TryParse(admin, out var telegramId) || telegramId <= 0)
                throw new ConfigurationException($"Telegram:AdminIds holds '{admin}', which is not a Telegram user id.");
            options.AdminIds.Add(telegramId);
        }

        options.MessagesPerSecond = (int)Rate(configuration, "Telegram:MessagesPerSecond", 30);
        options.MessagesPerChatPerSecond = Rate(configuration, "Telegram:MessagesPerChatPerSecond", 1);
    }

    public static bool IsWebhook(IConfiguration configuration) =>
        nameof(UpdateMode.Webhook).Equals(configuration["Telegram:Mode"], StringComparison.OrdinalIgnoreCase);

    private static void ReadWebhook(IConfiguration configuration, TelegramOptions options)
    {
        options.WebhookSecret = configuration["Telegram:WebhookSecret"] ?? "";
        if (options.WebhookSecret.Length is < 16 or > 256 || !options.WebhookSecret.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            throw new ConfigurationException("Telegram:WebhookSecret must be 16 to 256 letters, digits, _ and -, since Telegram:Mode is Webhook.");
        if (configuration["Store:PublicUrl"] is not { Length: > 0 })
            throw new ConfigurationException("Store:PublicUrl is missing: with Telegram:Mode Webhook it tells Telegram where to bring updates.");
    }

    private static double Rate(IConfiguration configuration, string key, double fallback)
    {
        if (configuration[key] is not { Length: > 0 } text)
            return fallback;
        return double.TryParse(text, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var rate) && rate <= 1_000_000
            ? rate
            : throw new ConfigurationException($"{key} must be a number from 0 (off), not '{text}'.");
    }

    private static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp);
}
