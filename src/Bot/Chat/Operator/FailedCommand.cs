using System.Text;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Views.Operator;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Operator;

/// <summary><c>/failed</c>: what was given up, to be tried again or put aside.</summary>
internal sealed class FailedCommand(ListDeadLettersHandler read, DecideDeadLetterHandler decide) : IChatFeature
{
    private const int PageSize = 5;

    public void Map(Routes routes) =>
        routes
            .Operators.Command("/failed", HandleAsync)
            .Tap<Callback.AdminFailed>((chat, list, ct) => ListAsync(chat, list.Page, ct))
            .Tap<Callback.AdminRetry>((chat, letter, ct) => RetryAsync(chat, letter.Id, ct))
            .Tap<Callback.AdminAskPutAside>((chat, letter, _) => Task.FromResult(AskPutAside(chat, letter.Id)))
            .Tap<Callback.AdminPutAside>((chat, letter, ct) => PutAsideAsync(chat, letter.Id, ct));

    private Task<Screen> HandleAsync(ChatContext chat, string rest, CancellationToken ct) =>
        rest.Length == 0 ? ListAsync(chat, 0, ct) : Task.FromResult(CommandText.Usage(chat, "failed"));

    private Task<Screen> ListAsync(ChatContext chat, int page, CancellationToken ct) => ListAsync(chat, page, null, ct);

    private async Task<Screen> RetryAsync(ChatContext chat, DeadLetterId letter, CancellationToken ct) =>
        (await decide.HandleAsync(new DecideDeadLetter(letter, Retry: true, chat.Operator), ct)).TryGet(out _, out var error)
            ? await ListAsync(chat, 0, chat.Words.Html("failed.retried"), ct)
            : Refused(chat, error);

    private Screen AskPutAside(ChatContext chat, DeadLetterId letter) =>
        new(
            chat.Words.Html("failed.askaside"),
            [
                new Button.Tap(chat.Words.Label("button.keep"), new Callback.AdminFailed(0)),
                new Button.Tap(chat.Words.Label("failed.doaside"), new Callback.AdminPutAside(letter)),
            ]
        );

    private async Task<Screen> PutAsideAsync(ChatContext chat, DeadLetterId letter, CancellationToken ct) =>
        (await decide.HandleAsync(new DecideDeadLetter(letter, Retry: false, chat.Operator), ct)).TryGet(out _, out var error)
            ? await ListAsync(chat, 0, ct)
            : Refused(chat, error);

    private async Task<Screen> ListAsync(ChatContext chat, int page, string? said, CancellationToken ct)
    {
        var words = chat.Words;
        var found = await read.PageAsync(Math.Max(page, 0), PageSize, ct);
        var text = new StringBuilder(said is null ? "" : said + "\n\n");
        if (found.Total == 0)
            return new Screen(text.Append(words.Html("failed.empty")).ToString(), AdminScreens.Back(chat));

        text.Append(words.Html("failed.list", ("total", found.Total)));
        var rows = new List<IReadOnlyList<Button>>();
        foreach (var (i, letter) in found.Letters.Index())
        {
            var number = (found.Page * PageSize) + i + 1;
            text.Append("\n\n")
                .Append(
                    words.Html(
                        "failed.one",
                        ("number", number),
                        ("kind", words.Label("failed." + letter.Kind.ToString().ToLowerInvariant())),
                        ("at", LocalTime.At(letter.At)),
                        ("whom", Whom(chat, letter)),
                        ("what", letter.What),
                        ("reason", letter.Reason)
                    )
                );
            rows.Add([
                new Button.Tap(words.Label("failed.retry", ("number", number)), new Callback.AdminRetry(letter.Id)),
                new Button.Tap(words.Label("failed.aside", ("number", number)), new Callback.AdminAskPutAside(letter.Id)),
            ]);
        }

        var pages = (found.Total + PageSize - 1) / PageSize;
        if (pages > 1)
            rows.Add(Navigation.Pages(found.Page, pages, to => new Callback.AdminFailed(to)));
        rows.Add(AdminScreens.Back(chat));
        return new Screen(text.ToString(), [.. rows]);
    }

    private static string Whom(ChatContext chat, DeadLetterView letter) =>
        letter switch
        {
            { Customer: { } customer } => CustomerCommands.NameOf(customer),
            { TelegramId: { } id } => $"{id}",
            { Kind: DeadLetterKind.Notification } => chat.Words.Label("failed.operators"),
            _ => "—",
        };

    private static Screen Refused(ChatContext chat, Error error) =>
        new(
            ErrorTexts.Of(chat.Words, error),
            [new Button.Tap(chat.Words.Label("admin.failed"), new Callback.AdminFailed(0)), .. AdminScreens.Back(chat)]
        );
}
