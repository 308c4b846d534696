using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Foundation.Persistence;

public static class DatabaseErrors
{
    private const int SqliteConstraintPrimaryKey = 1555;
    private const int SqliteConstraintUnique = 2067;
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteReadOnly = 8;
    private const int SqliteInterrupt = 9;
    private const int SqliteIo = 10;
    private const int SqliteFull = 13;
    private const int SqliteCannotOpen = 14;

    /// <summary>Whether a unique index refused the write: somebody was here before.</summary>
    public static bool IsUniqueViolation(this Exception e) =>
        (e is DbUpdateException ? e.InnerException : e)
            is SqliteException { SqliteExtendedErrorCode: SqliteConstraintPrimaryKey or SqliteConstraintUnique }
                or PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    /// <summary>
    /// Whether the fault is the database's own (not reachable, stopping, full, busy), and not one of what was asked of it.
    /// </summary>
    public static bool IsDatabaseAway(this Exception e) =>
        e switch
        {
            // EF wraps what it believes may pass, a failed save in it as well.
            DbUpdateException or InvalidOperationException when e.InnerException is { } inner => inner.IsDatabaseAway(),
            PostgresException postgres => postgres.SqlState[..2] is "53" or "57" or "58" or "08" || postgres.SqlState == "25006",
            NpgsqlException or KeysAwayException => true,
            SqliteException sqlite => sqlite.SqliteErrorCode
                is SqliteBusy
                    or SqliteLocked
                    or SqliteReadOnly
                    or SqliteInterrupt
                    or SqliteIo
                    or SqliteFull
                    or SqliteCannotOpen,
            _ => false,
        };

    /// <summary>Whether a database server cannot be reached or is not ready to talk: it may be about to start.</summary>
    public static bool IsServerAway(this Exception e) =>
        e switch
        {
            PostgresException postgres => postgres.SqlState == PostgresErrorCodes.CannotConnectNow,
            NpgsqlException => true,
            _ => e.InnerException?.IsServerAway() == true,
        };

    /// <summary>Whether the database undid a transaction because another one stood in its way: it may go again.</summary>
    internal static bool IsDeadlock(this Exception e) =>
        e switch
        {
            DbUpdateException or InvalidOperationException when e.InnerException is { } inner => inner.IsDeadlock(),
            PostgresException postgres => postgres.SqlState
                is PostgresErrorCodes.DeadlockDetected
                    or PostgresErrorCodes.SerializationFailure,
            _ => false,
        };
}
