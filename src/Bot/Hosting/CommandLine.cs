using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Views.Reconciliation;

namespace XthonBot.Bot.Hosting;

/// <summary>The verbs of the executable besides running: <c>migrate</c>, <c>check</c>, <c>backup FILE</c>.</summary>
internal static class CommandLine
{
    /// <returns>The exit code; null where there is no verb and the store is to run.</returns>
    public static async Task<int?> RunAsync(string[] args)
    {
        if (args.Length == 0 || args[0].StartsWith('-'))
            return null;

        var rest = args[1..].SkipWhile(a => !a.StartsWith("--", StringComparison.Ordinal)).ToArray();
        await using var store = await StoreApp.CreateAsync(rest, toRun: false);
        var database = store.Services.GetRequiredService<DatabaseFile>();
        if (args[0] is "check" or "backup" && !await database.ExistsAsync(CancellationToken.None))
        {
            await Console.Error.WriteLineAsync("There is no database at ConnectionStrings:Store; the verb migrate makes one.");
            return 1;
        }

        switch (args[0])
        {
            case "migrate":
                await database.MigrateAsync(CancellationToken.None);
                Console.WriteLine("The database is up to date.");
                return 0;
            case "check":
                return await CheckAsync(store);
            case "backup" when args.Length > 1 && !args[1].StartsWith("--", StringComparison.Ordinal):
                try
                {
                    await database.BackupAsync(args[1], CancellationToken.None);
                }
                catch (NotSupportedException e)
                {
                    await Console.Error.WriteLineAsync(e.Message);
                    return 1;
                }

                // After the copy: it has no text whose key is not among them.
                Protection.CopyKeys(store.Services.GetRequiredService<IConfiguration>(), args[1] + ".keys");
                Console.WriteLine($"Written to {args[1]}, and the keys of its texts to {args[1]}.keys.");
                return 0;
            default:
                await Console.Error.WriteLineAsync("Usage: XthonBot.Bot [migrate | check | backup FILE]; without a verb the store runs.");
                return 1;
        }
    }

    private static async Task<int> CheckAsync(StoreApp store)
    {
        var figures = await store.Services.GetRequiredService<ReconcileLedgerHandler>().HandleAsync(CancellationToken.None);
        foreach (var figure in figures)
        {
            var (word, wrongRows) = figure.Wrong == 0 ? ("ok   ", "") : ("WRONG", $": {figure.Wrong} wrong");
            Console.WriteLine($"{word} {figure.Counted, 10} {figure.Name}{wrongRows}");
        }

        var wrong = figures.Count(figure => figure.Wrong > 0);
        Console.WriteLine(wrong == 0 ? "No difference." : $"{wrong} figures differ.");
        return wrong == 0 ? 0 : 1;
    }
}
