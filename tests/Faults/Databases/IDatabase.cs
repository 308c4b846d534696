using System.Data.Common;

namespace XthonBot.Faults.Databases;

/// <summary>How the database is stopped.</summary>
internal enum Stop
{
    /// <summary>Connections are cut, what is committed is written down.</summary>
    Fast,

    /// <summary>A crash.</summary>
    Immediate,
}

/// <summary>The database under the store: what can be done to it, and how to read it behind the store's back.</summary>
internal interface IDatabase : IAsyncDisposable
{
    string Name { get; }

    Disk Disk { get; }

    /// <summary>The arguments with which the executable uses it.</summary>
    IReadOnlyList<string> Arguments { get; }

    string ConnectionString { get; }

    /// <summary>Whether there is a server that can be stopped and started.</summary>
    bool IsServer { get; }

    /// <summary>Starts the server where it does not run.</summary>
    Task StartAsync();

    Task StopAsync(Stop how);

    Task<DbConnection> OpenAsync();

    /// <summary>What the database itself finds wrong with its files; empty where all is well.</summary>
    Task<IReadOnlyList<string>> DamageAsync();
}
