using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;
using XthonBot.Core.Foundation.Settings;

namespace XthonBot.Bot.Hosting;

/// <summary>The section <c>Logging</c> of the configuration.</summary>
internal sealed class LoggingOptions
{
    public LogEventLevel Level { get; set; } = LogEventLevel.Information;
}

internal sealed class LoggingOptionsCheck : OptionsCheck<LoggingOptions>
{
    protected override IEnumerable<string?> Problems(LoggingOptions options) => [];
}

internal static class Logging
{
    /// <summary>To the console: lines for people in Development, JSON elsewhere. <c>Logging:Level</c> sets the level.</summary>
    public static void AddStoreLogging(this WebApplicationBuilder builder)
    {
        var level = builder.Configuration.ReadSettings("Logging", new LoggingOptionsCheck()).Level;
        var framework = level > LogEventLevel.Warning ? level : LogEventLevel.Warning;
        var logger = new LoggerConfiguration()
            .MinimumLevel.Is(level)
            .MinimumLevel.Override("Microsoft", framework)
            // Its warning about keys that are kept in the clear: whoever reads the database or its folder reads everything anyway.
            .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error)
            // It says nothing that the envelope does not; but where anybody listens, each request is made an activity first.
            .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LevelAlias.Off)
            .MinimumLevel.Override("System", framework)
            .MinimumLevel.Override("Quartz", framework)
            .MinimumLevel.Override("Microsoft.Hosting.Lifetime", level);
        logger = builder.Environment.IsDevelopment()
            ? logger.WriteTo.Console(
                outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}",
                formatProvider: System.Globalization.CultureInfo.InvariantCulture
            )
            : logger.WriteTo.Console(new RenderedCompactJsonFormatter());
        builder.Logging.ClearProviders();
        builder.Services.AddSerilog(logger.CreateLogger(), dispose: true);
    }
}
