using Mono.Cecil;
using Mono.Cecil.Cil;
using XthonBot.Architecture.Tests.Reading;

namespace XthonBot.Architecture.Tests.Doors;

/// <summary>Writes share a transaction where they name the same batch, the object itself: two of one class never share any.</summary>
internal static class BatchDoor
{
    public static IEnumerable<string> BatchesAreMadeOnce(ModuleDefinition module) =>
        from method in module.Bodies()
        from i in method.Body.Instructions
        where i.OpCode == OpCodes.Newobj && IsBatch(((MethodReference)i.Operand).DeclaringType.Resolve())
        group method.Place() by ((MethodReference)i.Operand).DeclaringType.FullName into made
        where made.Count() > 1
        select $"{made.Key} is made {made.Count()} times: {string.Join(", ", made)}";

    private static bool IsBatch(TypeDefinition? type) => type?.Interfaces.Any(i => i.InterfaceType.Name == "IBatchWrite`2") == true;
}
