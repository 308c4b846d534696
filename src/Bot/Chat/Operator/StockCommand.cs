using System.Globalization;
using Telegram.Bot;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Stock;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Operator;

/// <summary><c>/stock</c>: numbers onto a shelf, from a message or a file, and off it again.</summary>
internal sealed class StockCommand(
    ImportNumbersHandler import,
    WithdrawNumbersHandler withdraw,
    ITelegramBotClient client,
    TimeProvider time
) : IChatFeature
{
    /// <summary>Telegram gives bots no larger files.</summary>
    private const long MaxFileBytes = 20 * 1024 * 1024;
    private static readonly TimeSpan ProgressPause = TimeSpan.FromSeconds(2);

    // Telegram parts what is longer than 4,096 characters into several messages, anywhere.
    private const int LongestUncut = 3_950;

    public void Map(Routes routes) => routes.Operators.Command("/stock", HandleAsync).Uploads(File);

    private async Task<Screen> HandleAsync(ChatContext chat, string rest, CancellationToken ct)
    {
        var (code, lines) = CodeAndRest(rest);
        if (lines.Length == 0)
            return CommandText.Usage(chat, "stock");
        var (action, what) = CommandText.Next(lines);
        return action.Equals("withdraw", StringComparison.OrdinalIgnoreCase)
            ? await WithdrawAsync(chat, code, PlainText.Of(what).Trim(), ct)
            : await AddAsync(chat, code, lines, ct);
    }

    public async Task<Screen> AddAsync(ChatContext chat, string code, string lines, CancellationToken ct)
    {
        var reading = new StockReading { MayBeCut = lines.Length >= LongestUncut };
        var command = new ImportNumbers(code, chat.Cause("stock"), StockFile.Read(new StringReader(lines), reading), chat.Operator);
        var imported = await import.HandleAsync(command, null, CancellationToken.None, ct);
        if (!imported.TryGet(out var result, out var error))
            return CommandText.Usage(chat, "stock", ErrorTexts.Of(chat.Words, error));
        var report = StockReport.Of(chat, result, reading, code);
        return report.Files.Count == 0
            ? report.Screen
            : report.Screen with
            {
                Work = (context, closing) => ShowAsync(report.Files, context, closing),
            };
    }

    // The caption of a file is its operator's own.
    private Screen File(ChatContext chat, ChatEvent.Uploaded file)
    {
        var caption = ChatEvent.Read(file.Caption.Trim());
        var (code, more) = CommandText.Next(caption.Rest);
        return caption.Command == "/stock" && code.Length > 0 && more.Length == 0
            ? File(chat, code, file, (problem, _) => Task.FromResult(new Screen(problem)))
            : CommandText.Usage(chat, "stock");
    }

    /// <summary>Imports a file in the background, with its progress in one message.</summary>
    /// <param name="refuse">The screen where the file cannot be read.</param>
    public Screen File(ChatContext chat, string code, ChatEvent.Uploaded file, Func<string, CancellationToken, Task<Screen>> refuse) =>
        file.Size > MaxFileBytes
            ? new Screen(chat.Words.Html("stock.toobig")) { Wrong = chat.Words.Html("stock.toobig") }
            : Progress(chat, new ImportProgress(0, 0, 0, 0)) with
            {
                Work = (context, closing) => ImportFileAsync(chat, Code(code), file, refuse, context, closing),
            };

    private async Task ImportFileAsync(
        ChatContext chat,
        string code,
        ChatEvent.Uploaded upload,
        Func<string, CancellationToken, Task<Screen>> refuse,
        LongWorkContext context,
        CancellationToken closing
    )
    {
        // By way of a file: a list of a million numbers is not held in memory.
        await using var content = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            4096,
            FileOptions.DeleteOnClose
        );
        var file = await client.GetFile(upload.FileId, closing);
        await client.DownloadFile(file, content, closing);
        var head = await HeadAsync(content, closing);
        if (!StockFile.LooksLikeText(head.Span))
        {
            var isSpreadsheet =
                StockFile.LooksLikeSpreadsheet(head.Span)
                || Path.GetExtension(upload.Name).ToLowerInvariant() is ".xlsx" or ".xls" or ".ods" or ".numbers";
            await context.ShowAsync(await refuse(chat.Words.Html(isSpreadsheet ? "stock.spreadsheet" : "stock.nottext"), closing), closing);
            return;
        }

        content.Position = 0;
        using var reader = StockFile.Open(content);
        var reading = new StockReading();
        var latest = new ImportProgress(0, 0, 0, 0);
        var importing = import.HandleAsync(
            new ImportNumbers(code, chat.Cause("stock"), StockFile.Read(reader, reading), chat.Operator),
            new Latest(value => latest = value),
            context.Stop,
            closing
        );
        while (await Task.WhenAny(importing, Task.Delay(ProgressPause, time, closing)) != importing)
            await context.ShowAsync(Progress(chat, latest), closing);

        if (!(await importing).TryGet(out var result, out var error))
        {
            await context.ShowAsync(CommandText.Usage(chat, "stock", ErrorTexts.Of(chat.Words, error)), closing);
            return;
        }

        var report = StockReport.Of(chat, result, reading, code);
        await context.ShowAsync(report.Screen, closing);
        await ShowAsync(report.Files, context, closing);
    }

    private static async Task ShowAsync(IReadOnlyList<Screen> files, LongWorkContext context, CancellationToken ct)
    {
        foreach (var file in files)
            await context.ShowAsync(file, ct);
    }

    private static async Task<ReadOnlyMemory<byte>> HeadAsync(FileStream content, CancellationToken ct)
    {
        var head = new byte[64 * 1024];
        content.Position = 0;
        return head.AsMemory(0, await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct));
    }

    private static string Code(string word) => PlainText.Of(word).Trim().ToLowerInvariant();

    private static (string Code, string Tail) CodeAndRest(string text)
    {
        var (word, rest) = CommandText.Next(text);
        return (Code(word), rest);
    }

    public async Task<Screen> WithdrawAsync(ChatContext chat, string code, string what, CancellationToken ct)
    {
        // Up to six digits are a count; a phone number is longer.
        var isCount = what.Length <= 6 && int.TryParse(what, NumberStyles.None, CultureInfo.InvariantCulture, out _);
        var number = PhoneNumber.Parse(what);
        if (!isCount && !number.IsOk)
            return CommandText.Usage(chat, "stock", ErrorTexts.Of(chat.Words, number.Error!));

        var count = isCount ? int.Parse(what, CultureInfo.InvariantCulture) : 1;
        var withdrawn = await withdraw.HandleAsync(
            new WithdrawNumbers(code, isCount ? null : number.Value, count, chat.Operator, chat.Cause("withdraw")),
            ct
        );
        return withdrawn.Match(
            rows => new Screen(chat.Words.Html("stock.withdrawn", ("count", rows), ("code", code)), AdminScreens.Back(chat)),
            error => new Screen(ErrorTexts.Of(chat.Words, error), AdminScreens.Back(chat))
            {
                Wrong = error is Error.NotFound ? ErrorTexts.Of(chat.Words, error) : null,
            }
        );
    }

    private static Screen Progress(ChatContext chat, ImportProgress progress) =>
        new(
            chat.Words.Html(
                "stock.progress",
                ("lines", progress.Lines),
                ("added", progress.Added),
                ("duplicates", progress.Duplicates),
                ("invalid", progress.Invalid)
            ),
            [new Button.Tap(chat.Words.Label("stock.stop"), new Callback.StopWork(chat.Turn))]
        );

    private sealed class Latest(Action<ImportProgress> take) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => take(value);
    }
}
