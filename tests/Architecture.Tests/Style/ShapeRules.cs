using Mono.Cecil;
using XthonBot.Architecture.Tests.Reading;

namespace XthonBot.Architecture.Tests.Style;

/// <summary>How types look.</summary>
internal static class ShapeRules
{
    private static readonly string[] Vague = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities"];

    // What dotnet ef writes.
    private const string Migrations = "XthonBot.Core.Foundation.Persistence.Migrations";

    // The statements of Program.cs get a class that nobody wrote.
    public static IEnumerable<string> ClassesAreSealedOrAbstract(ModuleDefinition module) =>
        from type in module.WrittenTypes()
        where
            type.IsClass && !type.IsValueType && !type.IsSealed && !type.IsAbstract && !type.IsIn(Migrations) && type.FullName != "Program"
        select $"{type.FullName} is open for inheritance";

    public static IEnumerable<string> NamesSayWhatItIs(ModuleDefinition module) =>
        from type in module.WrittenTypes()
        from vague in Vague
        where type.Name.EndsWith(vague, StringComparison.Ordinal)
        select $"{type.FullName} is named {vague}";
}
