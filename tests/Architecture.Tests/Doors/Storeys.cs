using System.Text.RegularExpressions;

namespace XthonBot.Architecture.Tests.Doors;

/// <summary>The folders of Core, from the ground up.</summary>
internal static partial class Storeys
{
    /// <summary>The composition of Core: it names everybody, and nobody names it.</summary>
    public const string Composition = "XthonBot.Core.StoreServices";

    private const string Core = "XthonBot.Core";

    // A folder may know those of the lines above its own, and those before a "<" to its left. A comma stands between folders that do not
    // know each other.
    private const string Order = """
        Foundation: Kernel < Settings, Protection, CodeFinding < Persistence < Durability
        Modules: Ledger < Customers < ApiKeys < Questions < Catalog < Stock < Orders < Messages < Suppliers < Payments < Growth
        Reactions: Webhooks, Waiting, Caches, Metrics, Audit < Notifications
        Views: Storefront, Accounts, Operator, Reconciliation < TestMode
        """;

    private static readonly Dictionary<string, (string Storey, int Level)> Places = ReadOrder();

    /// <summary>The folder of Core that a namespace belongs to, by its name in the order.</summary>
    /// <returns>Null where the order has no place for it.</returns>
    public static string? FolderOf(string room)
    {
        if (room == Core)
            return "Core";
        var path = room[(Core.Length + 1)..].Split('.');
        return path.Length > 1 && Places.TryGetValue(path[1], out var place) && path[0] == place.Storey ? path[1] : null;
    }

    /// <summary>Whether a folder may know another one. Nobody may know the folder of the composition.</summary>
    public static bool MayKnow(string from, string to) =>
        Places.TryGetValue(to, out var below) && Places.TryGetValue(from, out var above) && below.Level < above.Level;

    private static Dictionary<string, (string Storey, int Level)> ReadOrder()
    {
        var places = new Dictionary<string, (string, int)>();
        var level = 0;
        foreach (Match line in Line().Matches(Order))
        {
            foreach (var group in line.Groups[2].Value.Split('<'))
            {
                foreach (var folder in group.Split(','))
                    places.Add(folder.Trim(), (line.Groups[1].Value, level));
                level++;
            }
        }

        return places;
    }

    [GeneratedRegex(@"^(\w+): (.+)$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
