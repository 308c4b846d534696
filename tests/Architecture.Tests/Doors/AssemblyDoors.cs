using Mono.Cecil;
using XthonBot.Architecture.Tests.Reading;

namespace XthonBot.Architecture.Tests.Doors;

/// <summary>Which assembly may know which.</summary>
internal static class AssemblyDoors
{
    private static readonly string[] Rooms =
    [
        "XthonBot.Core",
        "XthonBot.Api",
        "XthonBot.Integrations",
        "XthonBot.Texts",
        "XthonBot.Bot",
        "XthonBot.Sandbox",
    ];

    /// <summary>The store itself: no Telegram, no HTTP, no Quartz, no Serilog.</summary>
    public static IEnumerable<string> CoreKnowsNobody(ModuleDefinition module) =>
        Refers(module, "XthonBot.Core", ["Telegram.Bot", "Microsoft.AspNetCore", "System.Net.Http", "Quartz", "Serilog", .. Rooms]);

    public static IEnumerable<string> ApiKnowsCoreAlone(ModuleDefinition module) =>
        Refers(module, "XthonBot.Api", ["Telegram.Bot", "Quartz", "Serilog", .. Rooms.Except(["XthonBot.Core"])]);

    /// <summary>HTTP that goes out: nobody calls it over HTTP.</summary>
    public static IEnumerable<string> IntegrationsKnowCoreAlone(ModuleDefinition module) =>
        Refers(
            module,
            "XthonBot.Integrations",
            ["Telegram.Bot", "Microsoft.AspNetCore", "Quartz", "Serilog", .. Rooms.Except(["XthonBot.Core"])]
        );

    /// <summary>Words are the same for the chat, the console and letters, and know none of these.</summary>
    public static IEnumerable<string> TextsKnowCoreAlone(ModuleDefinition module) =>
        Refers(
            module,
            "XthonBot.Texts",
            [
                "Telegram.Bot",
                "Microsoft.AspNetCore",
                "Microsoft.EntityFrameworkCore",
                "System.Net.Http",
                "Quartz",
                "Serilog",
                .. Rooms.Except(["XthonBot.Core"]),
            ]
        );

    /// <summary>It speaks the Bot API over HTTP, as Telegram does, and so can stand in for it.</summary>
    public static IEnumerable<string> SandboxKnowsNobody(ModuleDefinition module) =>
        Refers(module, "XthonBot.Sandbox", ["Telegram.Bot", "Quartz", "Serilog", "Microsoft.EntityFrameworkCore", .. Rooms]);

    /// <summary>Composition happens in one place; the readiness of Telegram is the one answer that the API asks the bot for.</summary>
    public static IEnumerable<string> OnlyHostingComposes(ModuleDefinition module)
    {
        const string hosting = "XthonBot.Bot.Hosting",
            readiness = "XthonBot.Bot.Telegram.TelegramReadiness";
        foreach (var type in module.GetTypes().Where(type => !type.IsIn(hosting)))
        {
            foreach (var room in type.Names().Select(named => named.Scope.Name.Replace(".dll", "", StringComparison.Ordinal)).Distinct())
            {
                if (
                    room is "XthonBot.Sandbox" or "XthonBot.Integrations"
                    || (room == "XthonBot.Api" && type.Outermost().FullName != readiness)
                )
                    yield return $"{type.Outermost().FullName} knows {room}";
            }
        }
    }

    private static IEnumerable<string> Refers(ModuleDefinition module, string self, string[] forbidden) =>
        from reference in module.AssemblyReferences
        from name in forbidden
        where name != self && (reference.Name == name || reference.Name.StartsWith(name + ".", StringComparison.Ordinal))
        select $"{self} refers to {reference.Name}";
}
