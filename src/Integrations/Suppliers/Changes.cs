using System.Text.Json;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.Integrations.Reading;

namespace XthonBot.Integrations.Suppliers;

/// <summary>Reads the answer to a change of an activation.</summary>
internal static class Changes
{
    private static readonly string[] Early =
    [
        "EARLY_CANCEL_DENIED",
        "EARLY_CANCEL",
        "CANCEL_DENIED",
        "TOO_EARLY",
        "CANNOT_CANCEL_YET",
        "CANCEL_TOO_EARLY",
    ];

    private static readonly string[] Refused = ["BAD_STATUS", "WRONG_STATUS", "STATUS_NOT_ALLOWED"];

    private static readonly string[] Done = ["SUCCESS", "OK", "DONE"];

    private static readonly string[] Canceled = ["CANCELED", "CANCELLED", "CANCEL"];

    private static readonly string[] Finished = ["FINISHED"];

    /// <summary><c>ACCESS_DENIED</c> looks like a success, and is none.</summary>
    private static readonly string[] NoAccess =
    [
        "DENIED",
        "FORBIDDEN",
        "REFUSED",
        "REJECTED",
        "BLOCKED",
        "RESTRICTED",
        "ERROR",
        "FAIL",
        "NOT",
        "UNABLE",
        "IMPOSSIBLE",
    ];

    /// <summary>A success that says this as well is none.</summary>
    private static readonly string[] ButNot =
    [
        "NOT",
        "CANNOT",
        "CANT",
        "CAN_T",
        "COULDN_T",
        "UNABLE",
        "IMPOSSIBLE",
        "DENIED",
        "REFUSED",
        "REJECTED",
        "FAILED",
        "FORBIDDEN",
        "EARLY",
        "YET",
        "TOO_LATE",
    ];

    /// <returns>Null where it is not known whether it took effect.</returns>
    public static ChangeAnswer? Read(Reply reply, UpstreamChange change)
    {
        if (reply.Says(Early) is not null)
            return ChangeAnswer.TooEarly;
        if (reply.Says(Statuses.Over) is not null || reply.Status == 410)
            return ChangeAnswer.Gone;
        if (reply.Says(Refused) is not null)
            return ChangeAnswer.Refused;
        if (
            reply.IsFine
            && reply.Says(ButNot) is null
            && (reply.Status == 204 || reply.Words.Any(w => IsDone(w.Word, change)) || IsDone(reply, change))
        )
            return ChangeAnswer.Done;
        // An upstream that refuses to end a purchase is asked again and again: in other words it may have been too early.
        var isRefused = reply.IsRefused || (reply is { IsFine: true, IsBroken: false, HasWords: true });
        return isRefused && change != UpstreamChange.Cancel ? ChangeAnswer.Refused : null;
    }

    // Finished is paid, and so is what only goes on: neither is what was asked where a purchase is to be ended.
    private static bool IsDone(string word, UpstreamChange change) =>
        change == UpstreamChange.Cancel
            ? word.StartsWith("ACCESS_CANCEL", StringComparison.Ordinal) && !NoAccess.Any(no => word.Contains(no, StringComparison.Ordinal))
            : word.StartsWith("ACCESS_", StringComparison.Ordinal) && !NoAccess.Any(no => word.Contains(no, StringComparison.Ordinal));

    private static bool IsDone(Reply reply, UpstreamChange change) =>
        reply.Json is { ValueKind: JsonValueKind.Object } json
        && !Loose.IsError(json)
        && reply.Words.Any(w => Done.Contains(w.Word) || (change == UpstreamChange.Cancel ? Canceled : Finished).Contains(w.Word))
        && reply.Says(["REFUSED", "ERROR"]) is null;
}
