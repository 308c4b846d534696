using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Mono.Cecil;

namespace XthonBot.Architecture.Tests.Reading;

/// <summary>
/// Code that breaks a rule on purpose, compiled here and now. A rule that has never been seen to fail guards nothing.
/// </summary>
internal static class Planted
{
    private const string Usings = """
        using System; using System.Collections.Generic; using System.Linq; using System.Threading; using System.Threading.Tasks;
        """;

    // A friend of Core by this name, so that what is planted may reach for what a colleague could reach for.
    private const string Friend = "XthonBot.Core.Tests";

    private static readonly List<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => !path.EndsWith($"{Friend}.dll", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static ModuleDefinition Module(string code)
    {
        var compilation = CSharpCompilation.Create(
            Friend,
            [CSharpSyntaxTree.ParseText(Usings + code)],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)
        );
        var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        image.Position = 0;
        return ModuleDefinition.ReadModule(image);
    }
}
