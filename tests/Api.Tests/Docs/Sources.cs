using XthonBot.Core.Modules.Orders;

namespace XthonBot.Api.Tests.Docs;

/// <summary>The repository in which these tests run.</summary>
internal static class Sources
{
    public static string Root { get; } = FindRoot();

    /// <summary>What stands in the files of the API.</summary>
    public static IEnumerable<string> Api() =>
        Directory
            .EnumerateDirectories(Path.Combine(Root, "src", "Api"))
            .Where(folder => Path.GetFileName(folder) is not ("bin" or "obj"))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs"))
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllText);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "XthonBot.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("These tests read the repository: run them inside it.");
    }
}
