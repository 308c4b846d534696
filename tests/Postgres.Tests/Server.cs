using System.Reflection;
using XthonBot.Postgres.Tests;
using Xunit.v3;

[assembly: NeedsServer]
[assembly: AssemblyFixture(typeof(Template))]

namespace XthonBot.Postgres.Tests;

/// <summary>Without a server no test of this assembly runs: it is skipped, or fails where one is required.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class NeedsServerAttribute : BeforeAfterTestAttribute
{
    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (PostgresTestDatabase.Server is not null)
            return;
        Assert.True(Environment.GetEnvironmentVariable("XTHON_REQUIRE_POSTGRES") is null or "", "XTHON_POSTGRES names no server, and one is required.");
        Assert.Skip("XTHON_POSTGRES names no PostgreSQL server; CONTRIBUTING.md says how to start one.");
    }
}

/// <summary>Takes the tests' template away when the last of them has ended.</summary>
public sealed class Template : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await PostgresTestDatabase.DropTemplateAsync();
}
