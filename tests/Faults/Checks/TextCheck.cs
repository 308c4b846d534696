namespace XthonBot.Faults.Checks;

/// <summary>Every text that was answered 2xx is stored once, with the order it was sent for or with nobody.</summary>
internal static class TextCheck
{
    public static void Run(StoredState stored, Shop shop)
    {
        foreach (var text in shop.Journal.Texts.Values)
        {
            var copies = stored.Texts[text.Id].ToList();
            if (copies is not [var copy])
                shop.Report.Violation($"{text} is stored {copies.Count} times");
            else if (copy.Order is { } order && order != text.Purchase.Id)
                shop.Report.Violation($"{text} went to tx_{order:n}");
            else if (copy.Order is not null && copy.Code != text.Code)
                shop.Report.Violation($"{text} was read as {copy.Code}");
            else if (copy.Order is null && text.CameInTime)
                shop.Report.Violation($"{text} came in time and was given to nobody");
        }
    }
}
