using Xunit;

namespace XthonBot.TestKit;

/// <summary>
/// What a test needs of its machine. Without it the test is skipped, and says how to have it; where CI requires it the test fails.
/// </summary>
public static class Needs
{
    public static readonly Program Browser = new("Chromium", "chromium", "XTHON_REQUIRE_BROWSER");
    public static readonly Program Node = new("Node.js with npm", "nodejs npm", "XTHON_REQUIRE_NODE");
    public static readonly Program Python = new("Python", "python3", "XTHON_REQUIRE_PYTHON");
    public static readonly Program Postgres = new("PostgreSQL", "postgresql", "XTHON_REQUIRE_POSTGRES");

    public static bool IsProgram(string path) =>
        File.Exists(path) && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0;

    /// <param name="Package">Debian's.</param>
    /// <param name="Variable">Set where it may not be missing.</param>
    public sealed record Program(string Name, string Package, string Variable)
    {
        /// <param name="detail">What was tried, where that is not plain.</param>
        public void SkipUnless(bool isThere, string? detail = null)
        {
            if (isThere)
                return;
            var problem = $"no {Name} here ({detail ?? $"on Debian apt-get install {Package}"})";
            Assert.True(Environment.GetEnvironmentVariable(Variable) is not ("1" or "true"), problem);
            Assert.Skip(problem);
        }
    }
}
