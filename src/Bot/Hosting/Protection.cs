using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Bot.Hosting;

/// <summary>Keys of the data protection: in the database where processes share one, beside its file otherwise.</summary>
internal static class Protection
{
    public static void AddProtection(this IServiceCollection services, DatabaseProvider provider, string connectionString)
    {
        services.AddSingleton<Func<IXmlRepository>>(built =>
            provider == DatabaseProvider.Postgres
                ? () => new KeysInDatabase(built.GetRequiredService<IDbContextFactory<StoreDbContext>>())
                : () => InFolder(KeysFolder(connectionString))
        );
        AddRing(services, built => built.GetRequiredService<Func<IXmlRepository>>());
        services.AddSingleton<ITextCipher>(built => new DataProtectionCipher(
            () => NewRing(built),
            built.GetRequiredService<TimeProvider>(),
            built.GetRequiredService<ILogger<DataProtectionCipher>>()
        ));
    }

    /// <summary>Where a store on SQLite keeps its keys.</summary>
    public static string KeysFolder(string connectionString) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource))!, "keys");

    /// <summary>Copies the keys of a store on SQLite to a folder that only its owner reads.</summary>
    public static void CopyKeys(IConfiguration configuration, string folder)
    {
        var from = KeysFolder(DatabaseOptions.Read(configuration).ConnectionString);
        MakeFolder(folder);
        foreach (var key in Directory.Exists(from) ? Directory.GetFiles(from, "*.xml") : [])
            File.Copy(key, Path.Combine(folder, Path.GetFileName(key)), overwrite: true);
    }

    // A ring of its own knows nothing of what went wrong in another.
    private static ServiceProvider NewRing(IServiceProvider built)
    {
        var services = new ServiceCollection();
        services.AddSingleton(built.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance);
        AddRing(services, _ => built.GetRequiredService<Func<IXmlRepository>>());
        return services.BuildServiceProvider();
    }

    private static void AddRing(IServiceCollection services, Func<IServiceProvider, Func<IXmlRepository>> repository)
    {
        services.AddDataProtection().SetApplicationName("XthonBot");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(built => new ConfigureOptions<KeyManagementOptions>(options =>
            options.XmlRepository = repository(built)()
        ));
    }

    private static FileSystemXmlRepository InFolder(string folder)
    {
        MakeFolder(folder);
        return new FileSystemXmlRepository(new DirectoryInfo(folder), NullLoggerFactory.Instance);
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private sealed class KeysInDatabase(IDbContextFactory<StoreDbContext> contexts) : IXmlRepository
    {
        private readonly ProtectionKeys keys = new(contexts);

        public IReadOnlyCollection<XElement> GetAllElements() => [.. keys.Read().Select(xml => XElement.Parse(xml))];

        public void StoreElement(XElement element, string friendlyName) =>
            keys.Add(friendlyName, element.ToString(SaveOptions.DisableFormatting));
    }
}
