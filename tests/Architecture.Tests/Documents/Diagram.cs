using Mono.Cecil;
using XthonBot.Architecture.Tests.Reading;

namespace XthonBot.Architecture.Tests.Documents;

/// <summary>The rooms of the house and who knows whom, drawn from the assemblies. Of Core each storey is a room of its own.</summary>
internal static class Diagram
{
    private const string Product = "XthonBot.";

    /// <summary>In the words of Mermaid, without the arrows that follow from others.</summary>
    public static string Draw(IEnumerable<ModuleDefinition> modules) => Draw([.. modules.SelectMany(Arrows).Distinct()]);

    /// <summary>One arrow a line, in the order of the names.</summary>
    public static string Draw(IReadOnlyCollection<(string From, string To)> arrows)
    {
        var direct = arrows.Where(arrow => !Reaches(arrow.From, arrow.To, [.. arrows.Where(other => other != arrow)]));
        return string.Join(
            '\n',
            ["flowchart TD", .. direct.Select(arrow => $"    {arrow.From} --> {arrow.To}").Order(StringComparer.Ordinal)]
        );
    }

    private static IEnumerable<(string From, string To)> Arrows(ModuleDefinition module) =>
        from type in module.GetTypes()
        let self = RoomOf(type.Room())
        where self is not null
        from named in type.Names()
        let other = RoomOf(named.Room())
        where other is not null && other != self
        select (self, other);

    private static string? RoomOf(string room)
    {
        var path = room.Split('.');
        return path switch
        {
            _ when !room.StartsWith(Product, StringComparison.Ordinal) => null,
            [_, "Core"] => null,
            [_, "Core", var storey, ..] => storey,
            [_, var project, ..] => project,
            _ => null,
        };
    }

    private static bool Reaches(string from, string to, IReadOnlyCollection<(string From, string To)> arrows)
    {
        var reached = new HashSet<string> { from };
        var waiting = new Queue<string>(reached);
        while (waiting.TryDequeue(out var room))
        {
            foreach (var (_, next) in arrows.Where(arrow => arrow.From == room && reached.Add(arrow.To)))
                waiting.Enqueue(next);
        }

        return reached.Contains(to);
    }
}
