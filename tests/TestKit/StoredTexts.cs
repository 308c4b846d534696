using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using XthonBot.Bot.Hosting;
using XthonBot.Core;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.TestKit;

/// <summary>Opens what stands in a store's columns, for whoever reads them behind its back.</summary>
public sealed class StoredTexts : IDisposable
{
    private readonly ServiceProvider services;

    public StoredTexts(DatabaseProvider provider, string connectionString)
    {
        var collection = new ServiceCollection();
        collection.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        collection.AddStore(new ConfigurationBuilder().Build(), provider, connectionString);
        collection.AddProtection(provider, connectionString);
        services = collection.BuildServiceProvider();
    }

    /// <exception cref="InvalidOperationException">It is not encrypted.</exception>
    public string? Open(string? value)
    {
        if (value is null)
            return null;
        var text = new ProtectedText(value);
        return text.IsProtected
            ? services.GetRequiredService<TextProtector>().Unprotect(text)
            : throw new InvalidOperationException("A text or code is stored in the clear.");
    }

    public void Dispose() => services.Dispose();
}
