using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace XthonBot.Core.Foundation.Persistence;

/// <summary>
/// Statements of which none needs the answer of another: PostgreSQL gets them in one round trip, SQLite, which is in the process, one
/// after the other. They take effect in their order; if one fails, all after it are left out.
/// </summary>
internal sealed class StatementBatch(StoreDbContext db)
{
    private readonly List<Step> steps = [];

    /// <param name="row">Looks at each row that it returns; null where it returns none.</param>
    public void Add(string sql, Action<DbDataReader>? row, params (string Name, object? Value)[] parameters)
    {
        steps.Add(
            db.Dialect.HasManyWriters
                ? new Step(row, null, batch => Fill(batch, sql, parameters), null)
                : new Step(row, null, null, ct => RunOneAsync(sql, row, parameters, ct))
        );
    }

    /// <summary>A statement over many rows; without any it is left out.</summary>
    /// <param name="row">Looks at each row that it returns, in no particular order; null where it returns none.</param>
    /// <param name="count">Looks at how many rows it returned, or changed where it returns none. Its exceptions leave the batch; the
    /// transaction is to be rolled back then.</param>
    public void Add<T>(RowStatement<T> statement, IReadOnlyList<T> rows, Action<DbDataReader>? row, Action<int>? count = null)
    {
        if (rows.Count == 0)
            return;
        steps.Add(
            db.Dialect.HasManyWriters
                ? new Step(row, count, batch => Fill(batch, statement.AtOnce, statement.Arrays(rows)), null)
                : new Step(row, count, null, ct => statement.RunAsync(db, rows, row, ct))
        );
    }

    public async Task RunAsync(CancellationToken ct)
    {
        if (db.Dialect.HasManyWriters)
            await RunTogetherAsync(ct);
        else
        {
            foreach (var step in steps)
            {
                var count = await step.Run!(ct);
                step.Count?.Invoke(count);
            }
        }

        steps.Clear();
    }

    private async Task RunTogetherAsync(CancellationToken ct)
    {
        if (steps.Count == 0)
            return;
        await using var batch = db.Database.GetDbConnection().CreateBatch();
        batch.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        foreach (var step in steps)
            step.Fill!(batch);
        var counts = new int[steps.Count];
        await using (var reader = await batch.ExecuteReaderAsync(ct))
        {
            // Those that return no rows have no result to stand at.
            var isFirst = true;
            for (var i = 0; i < counts.Length; i++)
            {
                if (steps[i].Row is not { } row)
                    continue;
                if (!isFirst)
                    await reader.NextResultAsync(ct);
                isFirst = false;
                for (; await reader.ReadAsync(ct); counts[i]++)
                    row(reader);
            }

            while (await reader.NextResultAsync(ct)) { }
        }

        for (var i = 0; i < counts.Length; i++)
            steps[i].Count?.Invoke(steps[i].Row is null ? batch.BatchCommands[i].RecordsAffected : counts[i]);
    }

    private static void Fill(DbBatch batch, string sql, IEnumerable<(string Name, object? Value)> parameters)
    {
        var command = batch.CreateBatchCommand();
#pragma warning disable CA2100 // Constants, and the words of the dialect.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }

    private async Task<int> RunOneAsync(
        string sql,
        Action<DbDataReader>? row,
        (string Name, object? Value)[] parameters,
        CancellationToken ct
    )
    {
        var command = db.Statements.Get(sql);
        foreach (var (name, value) in parameters)
            command.With(name, value);
        return await command.RunAsync(row, ct);
    }

    private sealed record Step(
        Action<DbDataReader>? Row,
        Action<int>? Count,
        Action<DbBatch>? Fill,
        Func<CancellationToken, Task<int>>? Run
    );
}
