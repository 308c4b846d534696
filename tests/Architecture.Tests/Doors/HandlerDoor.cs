using Mono.Cecil;
using XthonBot.Architecture.Tests.Reading;

namespace XthonBot.Architecture.Tests.Doors;

/// <summary>A use case never calls another: what two of them share is a function on the context.</summary>
internal static class HandlerDoor
{
    public static IEnumerable<string> HandlersDoNotKnowHandlers(ModuleDefinition module) =>
        from type in module.GetTypes()
        let self = type.Outermost()
        where IsHandler(self)
        from named in type.Names()
        where IsHandler(named) && named.FullName != self.FullName && named.DeclaringType is null
        group named by (self.FullName, named.FullName) into pair
        select $"{pair.Key.Item1} knows {pair.Key.Item2}";

    private static bool IsHandler(TypeReference type) =>
        type.IsIn("XthonBot.Core") && type.Name.EndsWith("Handler", StringComparison.Ordinal);
}
