using System.Text;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Buying;
using XthonBot.Bot.Texts;
using XthonBot.Core.Catalog;
using XthonBot.Core.Primitives;

namespace XthonBot.Bot.Chat.Operator;

/// <summary><c>/service</c>: what is on sale and at which price.</summary>
internal sealed class ServiceCommand(EditCatalogHandler edit, ListServicesHandler services)
{
    private const int PageSize = 8;
    private const int ListedPattern = 100;

    public async Task<Screen> HandleAsync(Visit visit, string rest, CancellationToken ct)
    {
        var (action, arguments) = AdminScreens.Next(rest);
        var (code, value) = AdminScreens.Next(arguments);
        switch (action.ToLowerInvariant())
        {
            case "list":
                return await ListAsync(visit, 0, ct);
            case "add":
                return AdminScreens.Next(value).Tail.Length == 0
                    ? AdminScreens.Usage(visit, "service")
                    : await ApplyAsync(visit, code, TypedMoney.ParseFirst(value).Then(p => Result.Ok<CatalogEdit>(new CatalogEdit.Add(p.Amount, p.Tail))), ct);
            case "price":
                return await ApplyAsync(visit, code, TypedMoney.Parse(value).Then(p => Result.Ok<CatalogEdit>(new CatalogEdit.SetPrice(p))), ct);
            case "rename" when value.Length > 0:
                return await ApplyAsync(visit, code, new CatalogEdit.Rename(value), ct);
            case "senders" when value.Length > 0:
                return await ApplyAsync(visit, code, new CatalogEdit.SetSenders(PatternOf(value)), ct);
            case "pattern" when value.Length > 0:
                return await ApplyAsync(visit, code, new CatalogEdit.SetPattern(PatternOf(value)), ct);
            case "pause" when code.Length > 0:
                return await ApplyAsync(visit, code, new CatalogEdit.Pause(), ct);
            case "resume" when code.Length > 0:
                return await ApplyAsync(visit, code, new CatalogEdit.Resume(), ct);
            default:
                return AdminScreens.Usage(visit, "service");
        }
    }

    public async Task<Screen> ListAsync(Visit visit, int page, CancellationToken ct)
    {
        var words = visit.Words;
        var all = await services.AllAsync(ct);
        var add = new Button.Tap(words.Label("admin.addservice"), new Callback.AdminAsk("service", "/service add"));
        if (all.Count == 0)
            return new Screen(words.Html("service.none"), [add], AdminScreens.Back(visit));

        var pages = (all.Count + PageSize - 1) / PageSize;
        page = Math.Clamp(page, 0, pages - 1);
        var shown = all.Skip(page * PageSize).Take(PageSize).ToList();
        var rows = shown
            .Select(s => (IReadOnlyList<Button>)[new Button.Tap($"{(s.IsPaused ? "⏸ " : "")}{s.Name} · {ScreenText.Dollars(s.ListPrice)} · {s.Stock}", new Callback.AdminService(s.Id))])
            .ToList();
        if (pages > 1)
            rows.Add(BuyScreens.Pages(page, pages, to => new Callback.AdminServices(to)));
        rows.Add([add, .. AdminScreens.Back(visit)]);
        var text = new StringBuilder(words.Html("service.list", ("total", all.Count)));
        foreach (var service in shown.Where(s => s.Senders is not null || s.Pattern is not null))
            text.Append("\n\n").Append(words.Html("service.named", ("name", service.Name), ("code", service.Code))).Append(Patterns(words, service, ListedPattern));
        return new Screen(text.ToString(), [.. rows]);
    }

    public async Task<Screen> OpenAsync(Visit visit, ServiceId id, CancellationToken ct) =>
        (await services.AllAsync(ct)).SingleOrDefault(s => s.Id == id) is { } service
            ? Card(visit, service)
            : new Screen(ErrorTexts.Of(visit.Words, new Error.NotFound("service")), AdminScreens.Back(visit));

    public async Task<Screen> PauseAsync(Visit visit, ServiceId id, bool pause, CancellationToken ct) =>
        (await services.AllAsync(ct)).SingleOrDefault(s => s.Id == id) is { } service
            ? await ApplyAsync(visit, service.Code, pause ? new CatalogEdit.Pause() : new CatalogEdit.Resume(), ct)
            : await OpenAsync(visit, id, ct);

    private async Task<Screen> ApplyAsync(Visit visit, string code, Result<CatalogEdit> parsed, CancellationToken ct)
    {
        if (!parsed.TryGet(out var change, out var error))
            return AdminScreens.Usage(visit, "service", ErrorTexts.Of(visit.Words, error));

        var changed = await edit.HandleAsync(code, change, visit.Operator, ct);
        if (changed.TryGet(out var service, out error))
            return (await services.AllAsync(ct)).SingleOrDefault(s => s.Id == service.Id) is { } now ? Card(visit, now) : Card(visit, service);
        return error is Error.Invalid
            ? AdminScreens.Usage(visit, "service", ErrorTexts.Of(visit.Words, error))
            : new Screen(ErrorTexts.Of(visit.Words, error), AdminScreens.Back(visit));
    }

    private static string? PatternOf(string value) => value.Equals("off", StringComparison.OrdinalIgnoreCase) ? null : value;

    private static string Patterns(Words words, ServiceView service, int length) =>
        (service.Senders is { } senders ? "\n" + words.Html("service.senders", ("pattern", ScreenText.Cut(senders, length))) : "")
        + (service.Pattern is { } pattern ? "\n" + words.Html("service.pattern", ("pattern", ScreenText.Cut(pattern, length))) : "");

    private static Screen Card(Visit visit, ServiceView service)
    {
        var words = visit.Words;
        return new Screen(
            words.Html(
                "service.card", ("name", service.Name), ("code", service.Code), ("price", ScreenText.Dollars(service.ListPrice)), ("stock", service.Stock),
                ("state", words.Label(service.IsPaused ? "service.paused" : "service.onsale")))
                + Patterns(words, service, int.MaxValue),
            [
                new Button.Tap(words.Label("service.setprice"), new Callback.AdminAsk("price", $"/service price {service.Code}")),
                new Button.Tap(words.Label("service.rename"), new Callback.AdminAsk("rename", $"/service rename {service.Code}")),
            ],
            [
                new Button.Tap(words.Label("service.addstock"), new Callback.AdminAsk("stock", $"/stock {service.Code}")),
                new Button.Tap(words.Label("service.withdraw"), new Callback.AdminAsk("withdraw", $"/stock {service.Code} withdraw")),
            ],
            [
                new Button.Tap(words.Label("service.setsenders"), new Callback.AdminAsk("senders", $"/service senders {service.Code}")),
                new Button.Tap(words.Label("service.setpattern"), new Callback.AdminAsk("pattern", $"/service pattern {service.Code}")),
            ],
            [
                new Button.Tap(words.Label("button.back"), new Callback.AdminServices(0)),
                new Button.Tap(words.Label(service.IsPaused ? "service.resume" : "service.pause"), new Callback.AdminPause(service.Id, !service.IsPaused)),
            ]);
    }
}
