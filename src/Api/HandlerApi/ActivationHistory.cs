using System.Globalization;
using XthonBot.Api.Keys;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Views.Accounts;

namespace XthonBot.Api.HandlerApi;

/// <summary>Orders and texts, page by page: no more of each than the protocol's own services give.</summary>
internal sealed class ActivationHistory(ReadActivationsHandler activations, ListMessagesHandler messages)
{
    private const int MostOnPage = 100;
    private const int UsualOnPage = 50;
    private const int MostTexts = 500;

    public async Task<string> OrdersAsync(Caller caller, ActivationRequest request, CancellationToken ct)
    {
        if (!TryReadTime(request["start"], out var since) || !TryReadTime(request["end"], out var until))
            return "WRONG_DATE";
        // Services name the size of a page in one of two ways.
        if (
            Number(request, "offset", 0, ReadActivationsHandler.FurthestOffset) is not { } offset
            || Number(request, request.Has("size") ? "size" : "limit", UsualOnPage) is not { } count
        )
            return "BAD_ACTION";
        return ActivationShapes.History(
            await activations.HistoryAsync(caller.Id, since, until, offset, Math.Clamp(count, 1, MostOnPage), ct)
        );
    }

    public async Task<string> TextsAsync(Caller caller, ActivationRequest request, CancellationToken ct)
    {
        if (!ActivationActions.TryReadId(request, out var id))
            return "WRONG_ACTIVATION_ID";
        if (Number(request, "page", 1) is not { } page || Number(request, "size", UsualOnPage) is not { } size)
            return "BAD_ACTION";
        if (!(await activations.HandleAsync(caller.Id, id, ct)).TryGet(out var activation, out _))
            return "NO_ACTIVATION";
        var texts = await messages.HandleAsync(caller.Id, activation.Order.Id, MostTexts, null, ct);
        size = Math.Clamp(size, 1, MostOnPage);
        return texts.Match(
            all =>
                ActivationShapes.Texts(
                    activation,
                    [.. all.Items.Skip((Math.Clamp(page, 1, MostTexts) - 1) * size).Take(size)],
                    all.Items.Count
                ),
            _ => "NO_ACTIVATION"
        );
    }

    /// <returns>Null where the value is no number within the bounds.</returns>
    private static int? Number(ActivationRequest request, string name, int usual, int most = int.MaxValue) =>
        request[name].Length == 0 ? usual
        : int.TryParse(request[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number
        : null;

    /// <summary>Unix seconds, as the protocol has them here alone; without one there is no bound.</summary>
    private static bool TryReadTime(string text, out DateTime? time)
    {
        time = null;
        if (text.Length == 0)
            return true;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > uint.MaxValue)
            return false;
        time = DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime;
        return true;
    }
}
