using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Views.Operator;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Operator;

/// <summary><c>/disputes</c>: the codes that customers dispute, and the decision about each.</summary>
internal sealed class DisputesCommand(ListDisputesHandler disputes, JudgeDisputeHandler judge, DisputeCards cards) : IChatFeature
{
    private const int PageSize = 8;

    public void Map(Routes routes) =>
        routes
            .Operators.Command("/disputes", (chat, ct) => ListAsync(chat, 0, ct))
            .Tap<Callback.AdminDisputes>((chat, list, ct) => ListAsync(chat, list.Page, ct))
            .Tap<Callback.AdminDispute>((chat, dispute, ct) => OpenAsync(chat, dispute.Id, ct))
            .Tap<Callback.AdminJudgeDispute>(JudgeAsync);

    private async Task<Screen> ListAsync(ChatContext chat, int page, CancellationToken ct)
    {
        var words = chat.Words;
        var found = await disputes.PageAsync(Math.Max(page, 0), PageSize, ct);
        if (found.Total == 0)
            return new Screen(words.Html("dispute.none"), AdminScreens.Back(chat));

        var rows = found
            .Orders.Select(o =>
                (IReadOnlyList<Button>)[new Button.Tap($"⚠ {o.Phone ?? "…"} · {o.ServiceName}", new Callback.AdminDispute(o.Id))]
            )
            .ToList();
        var pages = (found.Total + PageSize - 1) / PageSize;
        if (pages > 1)
            rows.Add(Navigation.Pages(Math.Clamp(page, 0, pages - 1), pages, to => new Callback.AdminDisputes(to)));
        rows.Add(AdminScreens.Back(chat));
        return new Screen(words.Html("dispute.list", ("total", found.Total)), [.. rows]);
    }

    private async Task<Screen> OpenAsync(ChatContext chat, OrderId id, CancellationToken ct) =>
        (await disputes.OpenAsync(id, chat.Operator, ct)).TryGet(out var dispute, out var error)
            ? await cards.CardAsync(chat.Words, dispute, ct)
            : new Screen(ErrorTexts.Of(chat.Words, error), AdminScreens.Back(chat));

    private async Task<Screen> JudgeAsync(ChatContext chat, Callback.AdminJudgeDispute command, CancellationToken ct)
    {
        // Where somebody else was faster, the card shows how it was decided, and by whom.
        var judged = await judge.HandleAsync(command.Id, command.Refund, chat.Operator, ct);
        return judged.Error is null or Error.AlreadyDone
            ? await cards.CardAsync(chat.Words, command.Id, ct)
            : new Screen(ErrorTexts.Of(chat.Words, judged.Error), AdminScreens.Back(chat));
    }
}
