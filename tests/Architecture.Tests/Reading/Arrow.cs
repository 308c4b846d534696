using Mono.Cecil;

namespace XthonBot.Architecture.Tests.Reading;

/// <summary>A type names a type, or writes a table, of another folder.</summary>
/// <param name="Named">Empty where it does not matter which.</param>
internal sealed record Arrow(string From, string Type, string To, string Named)
{
    /// <summary>Every arrow between the folders of an assembly.</summary>
    /// <param name="root">The assembly's own namespace. What a generator puts elsewhere belongs to no folder.</param>
    /// <param name="folder">The folder of a namespace, null where it has none.</param>
    public static IReadOnlyList<Arrow> Between(ModuleDefinition module, string root, Func<string, string?> folder) =>
        [
            .. (
                from type in module.GetTypes()
                where type.IsIn(root)
                let self = folder(type.Room())
                where self is not null
                from named in type.Names()
                where named.IsIn(root)
                let other = folder(named.Room())
                where other is not null && other != self
                select new Arrow(self, type.Outermost().FileName(), other, named.Outermost().FileName())
            )
                .Distinct()
                .OrderBy(arrow => arrow.ToString(), StringComparer.Ordinal),
        ];

    public override string ToString() => $"{From}/{Type} → {To}{(Named.Length == 0 ? "" : "/")}{Named}";
}
