using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace XthonBot.Core.Foundation.Settings;

/// <summary>The one way by which a section of the configuration becomes options.</summary>
public static class SettingsServices
{
    /// <summary>Binds a section to its options class, which is checked at the start and wherever it is read before.</summary>
    public static IServiceCollection AddSettings<TOptions, TCheck>(
        this IServiceCollection services,
        IConfiguration configuration,
        string section
    )
        where TOptions : class
        where TCheck : class, IValidateOptions<TOptions>
    {
        services.AddSingleton<IValidateOptions<TOptions>, TCheck>();
        services.AddOptions<TOptions>().Configure(options => Bind(configuration, section, options)).ValidateOnStart();
        return services;
    }

    /// <summary>For what decides how the process is composed: read before there are services.</summary>
    /// <exception cref="OptionsValidationException">A key is missing or wrong.</exception>
    public static TOptions ReadSettings<TOptions>(this IConfiguration configuration, string section, IValidateOptions<TOptions> check)
        where TOptions : class, new()
    {
        var options = new TOptions();
        Bind(configuration, section, options);
        return check.Validate(null, options) is { Failed: true } wrong
            ? throw new OptionsValidationException(section, typeof(TOptions), wrong.Failures)
            : options;
    }

    /// <summary>The values of a list, which is also written as one value with commas.</summary>
    public static IReadOnlyList<string> ReadList(this IConfiguration configuration, string key) =>
        [.. SettingsReader.List(configuration.GetSection(key), isWhole: false).Select(item => item.Value)];

    private static void Bind<TOptions>(IConfiguration configuration, string section, TOptions options)
        where TOptions : class
    {
        if (SettingsReader.Read(configuration.GetSection(section), options) is { Count: > 0 } problems)
            throw new OptionsValidationException(section, typeof(TOptions), problems);
    }
}
