namespace XthonBot.Load;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Rows">The names of the rows to measure; none: all.</param>
/// <param name="Short">A look rather than a measurement: a tenth of the data, one short round.</param>
/// <param name="OnPostgres">The rows that have no database of their own run on PostgreSQL.</param>
/// <param name="Store">The store's executable.</param>
/// <param name="Repository">The top of the source tree.</param>
/// <param name="Folder">Where everything is written that is thrown away.</param>
internal sealed record Settings(IReadOnlyList<string> Rows, bool Short, bool OnPostgres, string Store, string Repository, string Folder)
{
    public int Rounds => Short ? 1 : 5;

    public static Settings Read(string[] args)
    {
        string? store = null,
            repository = null,
            folder = null;
        bool isShort = false,
            onPostgres = false;
        var rows = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--store":
                    store = args[++i];
                    break;
                case "--repository":
                    repository = args[++i];
                    break;
                case "--folder":
                    folder = args[++i];
                    break;
                case "--short":
                    isShort = true;
                    break;
                case "--postgres":
                    onPostgres = true;
                    break;
                case ['-', ..]:
                    throw new ArgumentException($"There is no option {args[i]}.");
                default:
                    rows.Add(args[i]);
                    break;
            }
        }

        return store is null || repository is null || folder is null
            ? throw new ArgumentException("Start it by bench/run, which builds the store first.")
            : new Settings(rows, isShort, onPostgres, store, repository, folder);
    }

    public int Seconds(int full) => Short ? Math.Max(full / 3, 1) : full;

    public int Count(int full) => Short ? full / 10 : full;
}
