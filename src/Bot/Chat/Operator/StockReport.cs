using System.Text;
using XthonBot.Bot.Callbacks;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Stock;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Operator;

/// <summary>The report of an import: as much as fits in a message, all of it in files.</summary>
internal sealed record StockReport(Screen Screen, IReadOnlyList<Screen> Files)
{
    private const int ShownOfEach = 20;
    private const int ShownText = 40;

    // Telegram takes 4,096 characters, not counting the markup.
    private const int Room = 3_700;

    public static StockReport Of(ChatContext chat, ImportReport report, StockReading reading, string code)
    {
        var words = chat.Words;
        var total = report.Total;
        var text = new StringBuilder(report.Stopped ? words.Html("stock.stopped", ("lines", total.Lines)) + "\n" : "");
        text.Append(words.Html("stock.report", ("added", total.Added), ("duplicates", total.Duplicates), ("invalid", total.Invalid)));
        text.Append('\n').Append(words.Html("stock.now", ("service", report.ServiceName), ("stock", report.Stock)));
        if (report.Resting > 0)
            text.Append('\n').Append(words.Html("stock.resting", ("count", report.Resting)));
        if (reading.Header is { } header)
            text.Append('\n').Append(words.Html("stock.header", ("header", ScreenText.Cut(header, ShownText))));
        if (reading.Notes > 0)
            text.Append('\n')
                .Append(
                    words.Html(
                        "stock.notes",
                        ("count", reading.Notes),
                        ("samples", string.Join(", ", reading.Samples.Select(sample => $"“{sample}”")))
                    )
                );
        if (report.Problems is [.., { Number.Error: Error.Invalid { Reason: "may-be-cut" }, Text: { } cut }])
            text.Append('\n').Append(words.Html("stock.cut", ("text", ScreenText.Cut(cut, ShownText))));

        var files = new List<Screen>();
        List(
            text,
            words,
            "",
            report.Problems,
            total.Invalid,
            problem => Problem(words, problem),
            () =>
                files.Add(
                    File(
                        words.Html("stock.problemfile", ("code", code)),
                        "invalid-lines.txt",
                        report.Problems.Select(problem => ProblemLine(words, problem)).Prepend(words.Label("stock.problemlines"))
                    )
                )
        );
        List(
            text,
            words,
            words.Html("stock.unusual", ("count", report.UnusualCount)),
            report.Unusual,
            report.UnusualCount,
            line => words.Html("stock.unusualone", ("line", line.Line), ("phone", line.Number.Value)),
            () =>
                files.Add(
                    File(words.Html("stock.unusualfile"), "unusual-numbers.txt", report.Unusual.Select(line => line.Number.Value.E164))
                )
        );
        List(
            text,
            words,
            words.Html("stock.duplicates"),
            report.Duplicates,
            total.Duplicates,
            one => Duplicate(words, one),
            () =>
                files.Add(
                    File(
                        words.Html("stock.duplicatefile"),
                        "duplicates.txt",
                        report.Duplicates.Select(one => $"{one.Number}\t{one.Service}")
                    )
                )
        );
        var screen = new Screen(
            text.ToString(),
            [new Button.Tap(report.ServiceName, new Callback.AdminService(report.Service))],
            AdminScreens.Back(chat)
        )
        {
            // A list without any number is no list.
            Wrong =
                total.Added + total.Duplicates > 0 ? null
                : report.Problems is [var first, ..] ? Problem(words, first) + "."
                : "",
        };
        return new StockReport(screen, files);
    }

    // With more than can be shown of one kind, all that are known go into a file.
    private static void List<T>(
        StringBuilder text,
        Words words,
        string title,
        IReadOnlyList<T> all,
        int count,
        Func<T, string> one,
        Action toFile
    )
    {
        if (all.Count == 0)
            return;
        if (title.Length > 0)
            text.Append("\n\n").Append(title);
        var shown = 0;
        foreach (var line in all.Take(ShownOfEach).Select(one))
        {
            if (text.Length + line.Length > Room)
                break;
            text.Append('\n').Append(line);
            shown++;
        }

        if (shown == count)
            return;
        text.Append('\n').Append(words.Html("stock.more", ("count", count - shown)));
        toFile();
    }

    private static string Problem(Words words, StockLine problem) =>
        words.Html(
            "stock.problem",
            ("line", problem.Line),
            ("reason", Reason(words, problem)),
            ("text", ScreenText.Cut(problem.Text ?? "", ShownText))
        );

    private static string Duplicate(Words words, DuplicateNumber one) =>
        one.Service is null
            ? words.Html("stock.repeated", ("line", one.Line), ("phone", one.Number))
            : words.Html("stock.duplicate", ("line", one.Line), ("phone", one.Number), ("service", one.Service));

    // A file that can be corrected and sent back: its first line says where the numbers are.
    private static string ProblemLine(Words words, StockLine problem) =>
        words.Label(
            "stock.problemline",
            ("text", (problem.Text ?? "").Replace('\t', ' ')),
            ("line", problem.Line),
            ("reason", Reason(words, problem))
        );

    private static Screen File(string title, string name, IEnumerable<string> lines) =>
        new(title) { File = (name, string.Join('\n', lines)), AsNew = true };

    private static string Reason(Words words, StockLine line) =>
        line.Number.Error is Error.Invalid invalid ? ErrorTexts.Reason(words, invalid) : "";
}
