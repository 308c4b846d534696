using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using XthonBot.Core.Data;

namespace XthonBot.Bot.Hosting;

/// <summary>Keys of the data protection: in the database where processes share one, beside its file otherwise.</summary>
internal static class Protection
{
    public static void AddProtection(this IServiceCollection services, DatabaseProvider provider, string connectionString)
    {
        var protection = services.AddDataProtection().SetApplicationName("XthonBot");
        if (provider == DatabaseProvider.Postgres)
        {
            services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(built => new ConfigureOptions<KeyManagementOptions>(
                options => options.XmlRepository = new KeysInDatabase(built.GetRequiredService<IDbContextFactory<StoreDbContext>>())));
            return;
        }

        var file = Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);
        var folder = new DirectoryInfo(Path.Combine(Path.GetDirectoryName(file)!, "keys"));
        if (OperatingSystem.IsWindows())
            folder.Create();
        else
            Directory.CreateDirectory(folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        protection.PersistKeysToFileSystem(folder);
    }

    // The interface asks for answers on the spot. It is asked once a day.
    private sealed class KeysInDatabase(IDbContextFactory<StoreDbContext> contexts) : IXmlRepository
    {
        public IReadOnlyCollection<XElement> GetAllElements()
        {
            using var db = contexts.CreateDbContext();
            return [.. db.ProtectionKeys.OrderBy(k => k.Id).Select(k => k.Xml).AsEnumerable().Select(XElement.Parse)];
        }

        public void StoreElement(XElement element, string friendlyName)
        {
            using var db = contexts.CreateDbContext();
            db.Add(new ProtectionKey(friendlyName, element.ToString(SaveOptions.DisableFormatting)));
            db.SaveChanges();
        }
    }
}
