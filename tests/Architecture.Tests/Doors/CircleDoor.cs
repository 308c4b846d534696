using Mono.Cecil;
using XthonBot.Architecture.Tests.Reading;

namespace XthonBot.Architecture.Tests.Doors;

/// <summary>The folders of a room form no circle.</summary>
internal static class CircleDoor
{
    /// <summary>The types of a room, each with the other folders that it knows; a folder with all of its path below the room.</summary>
    public static IReadOnlyList<Arrow> ArrowsOf(ModuleDefinition module, string room)
    {
        var root = $"XthonBot.{room}";
        return
        [
            .. Arrow
                .Between(module, root, folder => room + folder[root.Length..].Replace('.', '/'))
                .Select(arrow => arrow with { Named = "" })
                .Distinct(),
        ];
    }

    /// <summary>
    /// The arrows from which a folder can be reached again; those of the rarest come first, for there a circle is cut best.
    /// </summary>
    public static IEnumerable<string> FoldersFormNoCircle(IReadOnlyList<Arrow> arrows)
    {
        var reached = Reached(arrows);
        return arrows
            .Where(arrow => reached[arrow.To].Contains(arrow.From))
            .GroupBy(arrow => (arrow.From, arrow.To))
            .OrderBy(way => way.Count())
            .SelectMany(way => way)
            .Select(arrow => arrow.ToString());
    }

    private static Dictionary<string, HashSet<string>> Reached(IEnumerable<Arrow> arrows)
    {
        var next = arrows.ToLookup(arrow => arrow.From, arrow => arrow.To);
        return next.SelectMany(way => way.Append(way.Key)).Distinct().ToDictionary(folder => folder, From);

        HashSet<string> From(string folder)
        {
            var seen = new HashSet<string>();
            var open = new Stack<string>([folder]);
            while (open.TryPop(out var here))
            {
                foreach (var there in next[here].Where(seen.Add))
                    open.Push(there);
            }

            return seen;
        }
    }
}
