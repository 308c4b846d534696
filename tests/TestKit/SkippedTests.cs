using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Testing.Platform.Builder;
using Microsoft.Testing.Platform.Extensions;
using Microsoft.Testing.Platform.Extensions.Messages;
using Microsoft.Testing.Platform.Extensions.TestHost;
using Microsoft.Testing.Platform.Messages;
using Microsoft.Testing.Platform.Services;

namespace XthonBot.TestKit;

/// <summary>
/// Says at the end of a run what was skipped and how to have it. <c>dotnet test</c> shows no word of a test process but the paths of the
/// files that it made: so there is one, and its name is that line.
/// </summary>
public static class SkippedTests
{
    /// <summary>Called by the entry point that the test platform generates, see <c>tests/Directory.Build.props</c>.</summary>
    public static void AddExtensions(ITestApplicationBuilder builder, string[] _)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var note = new CompositeExtensionFactory<Note>(services => new Note(services.GetMessageBus()));
        builder.TestHost.AddDataConsumer(note);
        builder.TestHost.AddTestSessionLifetimeHandler(note);
    }

    private sealed class Note(IMessageBus bus) : IDataConsumer, IDataProducer, ITestSessionLifetimeHandler
    {
        private readonly ConcurrentDictionary<string, string> skipped = new();

        public string Uid => "XthonBot.SkippedTests";

        public string Version => "1.0.0";

        public string DisplayName => "Skipped tests";

        public string Description => "Says what was skipped and how to have it.";

        public Type[] DataTypesConsumed => [typeof(TestNodeUpdateMessage)];

        public Type[] DataTypesProduced => [typeof(SessionFileArtifact)];

        public Task<bool> IsEnabledAsync() => Task.FromResult(true);

        public Task ConsumeAsync(IDataProducer dataProducer, IData value, CancellationToken cancellationToken)
        {
            if (
                value is TestNodeUpdateMessage { TestNode: { } test }
                && test.Properties.SingleOrDefault<SkippedTestNodeStateProperty>() is { Explanation: { } reason }
            )
                skipped[test.Uid] = reason;
            return Task.CompletedTask;
        }

        public Task OnTestSessionStartingAsync(ITestSessionContext testSessionContext) => Task.CompletedTask;

        public async Task OnTestSessionFinishingAsync(ITestSessionContext testSessionContext)
        {
            var folder = Path.Combine(AppContext.BaseDirectory, "TestResults");
            Directory.CreateDirectory(folder);
            foreach (var old in Directory.EnumerateFiles(folder, "* tests skipped, *"))
                File.Delete(old);
            foreach (var reason in skipped.GroupBy(test => test.Value, test => test.Key))
            {
                var file = new FileInfo(
                    Path.Combine(folder, FileName($"{reason.Count().ToString(CultureInfo.InvariantCulture)} tests skipped, {reason.Key}"))
                );
                await File.WriteAllLinesAsync(file.FullName, reason.Prepend(reason.Key), testSessionContext.CancellationToken);
                await bus.PublishAsync(this, new SessionFileArtifact(testSessionContext.SessionUid, file, reason.Key));
            }
        }

        // Its first line, of signs that every file system takes.
        private static string FileName(string line)
        {
            var first = line.Split('\n')[0];
            return string.Concat(
                        first[..Math.Min(first.Length, 160)]
                            .Select(c => char.IsAsciiLetterOrDigit(c) || " -.,()".Contains(c, StringComparison.Ordinal) ? c : '-')
                    )
                    .TrimEnd(' ', '.') + ".txt";
        }
    }
}
