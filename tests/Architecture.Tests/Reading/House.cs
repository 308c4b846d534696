using Mono.Cecil;
using XthonBot.Bot.Chat;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Integrations;
using XthonBot.Sandbox.Hosting;
using XthonBot.Texts;

namespace XthonBot.Architecture.Tests.Reading;

/// <summary>The store as it was built, and as it was written.</summary>
internal static class House
{
    public static readonly ModuleDefinition Core = Open(typeof(Error));
    public static readonly ModuleDefinition Api = Open(typeof(Api.StoreApi));
    public static readonly ModuleDefinition Integrations = Open(typeof(IntegrationServices));
    public static readonly ModuleDefinition Texts = Open(typeof(TextBook));
    public static readonly ModuleDefinition Bot = Open(typeof(Screen));
    public static readonly ModuleDefinition Sandbox = Open(typeof(SandboxServer));

    public static readonly IReadOnlyList<ModuleDefinition> All = [Core, Api, Integrations, Texts, Bot, Sandbox];

    /// <summary>The folder of the solution.</summary>
    public static readonly string Root = FindRoot();

    /// <summary>Every file of <c>src/</c> that a person wrote.</summary>
    public static readonly IReadOnlyList<SourceFile> Sources = ReadSources();

    /// <summary>All that somebody wrote below these folders, by the paths below the solution.</summary>
    public static IEnumerable<string> Written(params string[] folders) =>
        folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "Migrations"));

    private static ModuleDefinition Open(Type type) => ModuleDefinition.ReadModule(type.Assembly.Location);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "XthonBot.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("These tests read the sources: run them inside the repository.");
    }

    private static List<SourceFile> ReadSources()
    {
        var src = Path.Combine(Root, "src");
        return
        [
            .. Directory
                .EnumerateFiles(src, "*.cs", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(src, file).Replace('\\', '/'))
                .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "Migrations"))
                .Order(StringComparer.Ordinal)
                .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(src, path)))),
        ];
    }
}

/// <param name="Path">Below <c>src/</c>, with slashes: <c>Core/Orders/Order.cs</c>.</param>
internal sealed record SourceFile(string Path, string Text);
