using System.Globalization;
using System.Text;
using Telegram.Bot;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Telegram;
using XthonBot.Bot.Texts;
using XthonBot.Core.Primitives;
using XthonBot.Core.Stock;

namespace XthonBot.Bot.Chat.Operator;

/// <summary><c>/stock</c>: numbers onto a shelf, from a message or a file, and off it again.</summary>
internal sealed class StockCommand(ImportNumbersHandler import, WithdrawNumbersHandler withdraw, ITelegramBotClient client, TimeProvider time)
{
    /// <summary>Telegram gives bots no larger files.</summary>
    private const long MaxFileBytes = 20 * 1024 * 1024;
    private const int ShownProblems = 20;
    private static readonly TimeSpan ProgressPause = TimeSpan.FromSeconds(2);

    public async Task<Screen> HandleAsync(Visit visit, string rest, CancellationToken ct)
    {
        var (code, lines) = AdminScreens.Next(rest);
        if (lines.Length == 0)
            return AdminScreens.Usage(visit, "stock");
        var (action, what) = AdminScreens.Next(lines);
        return action.Equals("withdraw", StringComparison.OrdinalIgnoreCase) ? await WithdrawAsync(visit, code, what, ct) : await AddAsync(visit, code, lines, ct);
    }

    public async Task<Screen> AddAsync(Visit visit, string code, string lines, CancellationToken ct)
    {
        var command = new ImportNumbers(code, visit.Cause("stock"), StockFile.Read(new StringReader(lines)), visit.Operator);
        var imported = await import.HandleAsync(command, null, CancellationToken.None, ct);
        return imported.Match(
            // A list without any number is no list.
            report => Report(visit, report) with { Wrong = report.Total.Added + report.Total.Duplicates == 0 ? NoNumber(visit.Words, report) : null },
            error => AdminScreens.Usage(visit, "stock", ErrorTexts.Of(visit.Words, error)));
    }

    /// <summary>Imports a file in the background, with its progress in one message.</summary>
    /// <param name="refuse">What is shown instead where the file cannot be read.</param>
    public Screen File(Visit visit, string code, ChatEvent.Uploaded file, Func<string, CancellationToken, Task<Screen>> refuse) =>
        file.Size > MaxFileBytes
            ? new Screen(visit.Words.Html("stock.toobig")) { Wrong = visit.Words.Html("stock.toobig") }
            : Progress(visit, new ImportProgress(0, 0, 0, 0)) with { Work = (context, closing) => ImportFileAsync(visit, code, file.FileId, refuse, context, closing) };

    private async Task ImportFileAsync(Visit visit, string code, string fileId, Func<string, CancellationToken, Task<Screen>> refuse, LongWorkContext context, CancellationToken closing)
    {
        // By way of a file: a list of a million numbers is not held in memory.
        await using var content = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 4096, FileOptions.DeleteOnClose);
        var file = await client.GetFile(fileId, closing);
        await client.DownloadFile(file, content, closing);
        if (!await LooksLikeTextAsync(content, closing))
        {
            await context.ShowAsync(await refuse(visit.Words.Html("stock.nottext"), closing), closing);
            return;
        }

        content.Position = 0;
        using var reader = StockFile.Open(content);
        var latest = new ImportProgress(0, 0, 0, 0);
        var importing = import.HandleAsync(
            new ImportNumbers(code, visit.Cause("stock"), StockFile.Read(reader), visit.Operator), new Latest(value => latest = value), context.Stop, closing);
        while (await Task.WhenAny(importing, Task.Delay(ProgressPause, time, closing)) != importing)
            await context.ShowAsync(Progress(visit, latest), closing);

        var screen = (await importing).Match(
            report => Report(visit, report), error => AdminScreens.Usage(visit, "stock", ErrorTexts.Of(visit.Words, error)));
        await context.ShowAsync(screen with { File = null }, closing);
        if (screen.File is not null)
            await context.ShowAsync(new Screen(visit.Words.Html("stock.problemfile")) { File = screen.File, AsNew = true }, closing);
    }

    private static async Task<bool> LooksLikeTextAsync(FileStream content, CancellationToken ct)
    {
        var head = new byte[64 * 1024];
        content.Position = 0;
        var length = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
        return StockFile.LooksLikeText(head.AsSpan(0, length));
    }

    public async Task<Screen> WithdrawAsync(Visit visit, string code, string what, CancellationToken ct)
    {
        // Up to six digits are a count; a phone number is longer.
        var isCount = what.Length <= 6 && int.TryParse(what, NumberStyles.None, CultureInfo.InvariantCulture, out _);
        var number = PhoneNumber.Parse(what);
        if (!isCount && !number.IsOk)
            return AdminScreens.Usage(visit, "stock", ErrorTexts.Of(visit.Words, number.Error!));

        var count = isCount ? int.Parse(what, CultureInfo.InvariantCulture) : 1;
        var withdrawn = await withdraw.HandleAsync(new WithdrawNumbers(code, isCount ? null : number.Value, count, visit.Operator, visit.Cause("withdraw")), ct);
        return withdrawn.Match(
            rows => new Screen(visit.Words.Html("stock.withdrawn", ("count", rows), ("code", code)), AdminScreens.Back(visit)),
            error => new Screen(ErrorTexts.Of(visit.Words, error), AdminScreens.Back(visit)) { Wrong = error is Error.NotFound ? ErrorTexts.Of(visit.Words, error) : null });
    }

    private static Screen Progress(Visit visit, ImportProgress progress) => new(
        visit.Words.Html("stock.progress", ("lines", progress.Lines), ("added", progress.Added), ("duplicates", progress.Duplicates), ("invalid", progress.Invalid)),
        [new Button.Tap(visit.Words.Label("stock.stop"), new Callback.StopWork(visit.UpdateId))]);

    private static Screen Report(Visit visit, ImportReport report)
    {
        var words = visit.Words;
        var total = report.Total;
        var text = new StringBuilder(report.Stopped ? words.Html("stock.stopped", ("lines", total.Lines)) + "\n" : "");
        text.Append(words.Html("stock.report", ("added", total.Added), ("duplicates", total.Duplicates), ("invalid", total.Invalid)));
        foreach (var problem in report.Problems.Take(ShownProblems))
            text.Append('\n').Append(words.Html("stock.problem", ("line", problem.Line), ("reason", Reason(words, problem))));
        var screen = new Screen(text.ToString(), AdminScreens.Back(visit));
        if (report.Problems.Count <= ShownProblems)
            return screen;

        var all = string.Join('\n', report.Problems.Select(problem => words.Label("stock.problem", ("line", problem.Line), ("reason", Reason(words, problem)))));
        return screen with { Html = $"{text}\n{words.Html("stock.more", ("count", total.Invalid - ShownProblems))}", File = ("invalid-lines.txt", all) };
    }

    private static string NoNumber(Words words, ImportReport report) =>
        report.Problems is [var first, ..] ? words.Html("stock.problem", ("line", first.Line), ("reason", Reason(words, first))) + "." : "";

    private static string Reason(Words words, StockLine line) => line.Number.Error is Error.Invalid invalid ? ErrorTexts.Reason(words, invalid) : "";

    private sealed class Latest(Action<ImportProgress> take) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => take(value);
    }
}
