using System.Reflection;
using XthonBot.Postgres.Tests;
using Xunit.v3;

[assembly: NeedsServer]
[assembly: AssemblyFixture(typeof(Server))]

namespace XthonBot.Postgres.Tests;

/// <summary>Without a server no test of this assembly runs. A class whose own preparation opens a store is skipped by that.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class NeedsServerAttribute : BeforeAfterTestAttribute
{
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => _ = PostgresServer.ConnectionString;
}

/// <summary>
/// Finds the server before the first test. After the last one the tests' template goes, and the server where it is their own.
/// </summary>
public sealed class Server : IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await PostgresServer.FindAsync();

    public async ValueTask DisposeAsync()
    {
        await PostgresTestDatabase.DropTemplateAsync();
        await PostgresServer.StopAsync();
    }
}
