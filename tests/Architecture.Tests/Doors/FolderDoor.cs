using Mono.Cecil;
using XthonBot.Architecture.Tests.Reading;

namespace XthonBot.Architecture.Tests.Doors;

/// <summary>The folders of Core know each other in the order of <see cref="Storeys"/> alone, and so never in a circle.</summary>
internal static class FolderDoor
{
    private const string Core = "XthonBot.Core";

    public static IEnumerable<string> EveryFolderHasItsPlace(ModuleDefinition module) =>
        from room in module.GetTypes().Where(type => type.IsIn(Core)).Select(type => type.Room()).Distinct()
        where Storeys.FolderOf(room) is null
        select $"{room} has no place in the order of the folders";

    /// <summary>The arrows against the order.</summary>
    public static IEnumerable<string> ArrowsPointDown(ModuleDefinition module) =>
        from arrow in Arrow.Between(module, Core, Storeys.FolderOf)
        where $"{Core}.{arrow.Type}" != Storeys.Composition || arrow.From != "Core"
        where !Storeys.MayKnow(arrow.From, arrow.To)
        select arrow.ToString();
}
