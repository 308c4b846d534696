using System.Text;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Questions;
using XthonBot.Core.Views.Storefront;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Operator;

/// <summary><c>/service</c>: what is on sale and at which price.</summary>
internal sealed class ServiceCommand(EditCatalogHandler edit, ListServicesHandler services) : IChatFeature
{
    private const int PageSize = 8;
    private const int ListedPattern = 100;

    public void Map(Routes routes) =>
        routes
            .Operators.Command("/service", HandleAsync)
            .Tap<Callback.AdminServices>((chat, list, ct) => ListAsync(chat, list.Page, ct))
            .Tap<Callback.AdminService>((chat, one, ct) => OpenAsync(chat, one.Id, ct))
            .Tap<Callback.AdminTexts>((chat, one, ct) => AskTextsAsync(chat, one.Id, ct))
            .Tap<Callback.AdminSetTexts>((chat, texts, ct) => SetTextsAsync(chat, texts, ct))
            .Tap<Callback.AdminPause>((chat, pause, ct) => PauseAsync(chat, pause.Id, pause.Pause, ct));

    private async Task<Screen> HandleAsync(ChatContext chat, string rest, CancellationToken ct)
    {
        var (action, arguments) = CommandText.Next(rest);
        var (code, value) = CommandText.Next(arguments);
        return action.ToLowerInvariant() switch
        {
            "list" => await ListAsync(chat, 0, ct),
            "add" => await AddAsync(chat, arguments, ct),
            "price" => await ApplyAsync(chat, code, PriceOf(value), ct),
            "rename" when value.Length > 0 => await ApplyAsync(chat, code, new CatalogEdit.Rename(value), ct),
            "senders" when value.Length > 0 => await ApplyAsync(chat, code, new CatalogEdit.SetSenders(NoneWord.Or(value)), ct),
            "pattern" when value.Length > 0 => await ApplyAsync(chat, code, new CatalogEdit.SetPattern(NoneWord.Or(value)), ct),
            "texts" when TextRules.Read(NoneWord.Or(value)) is { } texts => await ApplyAsync(chat, code, texts, ct),
            "pause" when code.Length > 0 => await ApplyAsync(chat, code, new CatalogEdit.Pause(), ct),
            "resume" when code.Length > 0 => await ApplyAsync(chat, code, new CatalogEdit.Resume(), ct),
            _ => CommandText.Usage(chat, "service"),
        };
    }

    /// <param name="arguments">Code, price, name.</param>
    public async Task<Screen> AddAsync(ChatContext chat, string arguments, CancellationToken ct)
    {
        var (code, rest) = CommandText.Next(arguments);
        return CommandText.Next(rest).Tail.Length == 0
            ? CommandText.Usage(chat, "service")
            : await ApplyAsync(
                chat,
                code,
                TypedMoney.ParseFirst(rest).Then(p => Result.Ok<CatalogEdit>(new CatalogEdit.Add(p.Amount, p.Tail))),
                ct
            );
    }

    /// <param name="value">Null where there is to be none.</param>
    public async Task<Screen> AnswerAsync(ChatContext chat, QuestionKind kind, ServiceId id, string? value, CancellationToken ct) =>
        await FindAsync(id, ct) is not { } service
            ? Gone(chat)
            : await ApplyAsync(
                chat,
                service.Code,
                kind switch
                {
                    QuestionKind.Price => PriceOf(value),
                    QuestionKind.Rename => new CatalogEdit.Rename(value ?? ""),
                    QuestionKind.Senders => new CatalogEdit.SetSenders(value),
                    QuestionKind.Pattern => new CatalogEdit.SetPattern(value),
                    _ => throw new InvalidOperationException($"{kind} is not asked of a service."),
                },
                ct
            );

    public async Task<ServiceView?> FindAsync(ServiceId id, CancellationToken ct) =>
        (await services.AllAsync(ct)).SingleOrDefault(s => s.Id == id);

    public static Screen Gone(ChatContext chat) => new(ErrorTexts.Of(chat.Words, new Error.NotFound("service")), AdminScreens.Back(chat));

    private async Task<Screen> ListAsync(ChatContext chat, int page, CancellationToken ct)
    {
        var words = chat.Words;
        var all = await services.AllAsync(ct);
        var add = new Button.Tap(words.Label("admin.addservice"), new Callback.AdminAsk(QuestionKind.NewService));
        if (all.Count == 0)
            return new Screen(words.Html("service.none"), [add], AdminScreens.Back(chat));

        var pages = (all.Count + PageSize - 1) / PageSize;
        page = Math.Clamp(page, 0, pages - 1);
        var shown = all.Skip(page * PageSize).Take(PageSize).ToList();
        var rows = shown
            .Select(s =>
                (IReadOnlyList<Button>)
                    [
                        new Button.Tap(
                            $"{(s.IsPaused ? "⏸ " : "")}{s.Name} · {ScreenText.Dollars(s.ListPrice)} · {s.Stock}",
                            new Callback.AdminService(s.Id)
                        ),
                    ]
            )
            .ToList();
        if (pages > 1)
            rows.Add(Navigation.Pages(page, pages, to => new Callback.AdminServices(to)));
        rows.Add([add, .. AdminScreens.Back(chat)]);
        var text = new StringBuilder(words.Html("service.list", ("total", all.Count)));
        foreach (var service in shown.Where(s => s.Senders is not null || s.Pattern is not null))
            text.Append("\n\n")
                .Append(words.Html("service.named", ("name", service.Name), ("code", service.Code)))
                .Append(Patterns(words, service, ListedPattern));
        return new Screen(text.ToString(), [.. rows]);
    }

    private async Task<Screen> OpenAsync(ChatContext chat, ServiceId id, CancellationToken ct) =>
        await FindAsync(id, ct) is { } service ? Card(chat, service) : Gone(chat);

    private async Task<Screen> AskTextsAsync(ChatContext chat, ServiceId id, CancellationToken ct) =>
        await FindAsync(id, ct) is { } service ? TextRules.Choice(chat.Words, service) : Gone(chat);

    private async Task<Screen> SetTextsAsync(ChatContext chat, Callback.AdminSetTexts command, CancellationToken ct) =>
        await FindAsync(command.Id, ct) is { } service && TextRules.Read(command.Rule) is { } texts
            ? await ApplyAsync(chat, service.Code, texts, ct)
            : Gone(chat);

    private async Task<Screen> PauseAsync(ChatContext chat, ServiceId id, bool pause, CancellationToken ct) =>
        await FindAsync(id, ct) is { } service
            ? await ApplyAsync(chat, service.Code, pause ? new CatalogEdit.Pause() : new CatalogEdit.Resume(), ct)
            : Gone(chat);

    private async Task<Screen> ApplyAsync(ChatContext chat, string code, Result<CatalogEdit> parsed, CancellationToken ct)
    {
        if (!parsed.TryGet(out var change, out var error))
            return CommandText.Usage(chat, "service", ErrorTexts.Of(chat.Words, error));

        var changed = await edit.HandleAsync(code, change, chat.Operator, ct);
        if (changed.TryGet(out var service, out error))
            return await OpenAsync(chat, service, ct);
        return error is Error.Invalid
            ? CommandText.Usage(chat, "service", ErrorTexts.Of(chat.Words, error))
            : new Screen(ErrorTexts.Of(chat.Words, error), AdminScreens.Back(chat)) { Wrong = ErrorTexts.Of(chat.Words, error) };
    }

    private static Result<CatalogEdit> PriceOf(string? value) =>
        TypedMoney.Parse(value).Then(price => Result.Ok<CatalogEdit>(new CatalogEdit.SetPrice(price)));

    private static string Patterns(Words words, ServiceView service, int length) =>
        (service.Senders is { } senders ? "\n" + words.Html("service.senders", ("pattern", ScreenText.Cut(senders, length))) : "")
        + (service.Pattern is { } pattern ? "\n" + words.Html("service.pattern", ("pattern", ScreenText.Cut(pattern, length))) : "");

    private static Screen Card(ChatContext chat, ServiceView service)
    {
        var words = chat.Words;
        return new Screen(
            words.Html(
                "service.card",
                ("name", service.Name),
                ("code", service.Code),
                ("price", ScreenText.Dollars(service.ListPrice)),
                ("stock", service.Stock),
                ("state", words.Label(service.IsPaused ? "service.paused" : "service.onsale"))
            )
                + Patterns(words, service, int.MaxValue)
                + TextRules.Line(words, service),
            [
                new Button.Tap(words.Label("service.setprice"), new Callback.AdminAskService(QuestionKind.Price, service.Id)),
                new Button.Tap(words.Label("service.rename"), new Callback.AdminAskService(QuestionKind.Rename, service.Id)),
            ],
            [
                new Button.Tap(words.Label("service.addstock"), new Callback.AdminAskService(QuestionKind.Stock, service.Id)),
                new Button.Tap(words.Label("service.withdraw"), new Callback.AdminAskService(QuestionKind.Withdraw, service.Id)),
            ],
            [
                new Button.Tap(words.Label("service.setsenders"), new Callback.AdminAskService(QuestionKind.Senders, service.Id)),
                new Button.Tap(words.Label("service.setpattern"), new Callback.AdminAskService(QuestionKind.Pattern, service.Id)),
            ],
            [new Button.Tap(words.Label("service.settexts"), new Callback.AdminTexts(service.Id))],
            [
                Navigation.Back(words, new Callback.AdminServices(0)),
                new Button.Tap(
                    words.Label(service.IsPaused ? "service.resume" : "service.pause"),
                    new Callback.AdminPause(service.Id, !service.IsPaused)
                ),
            ]
        );
    }
}
