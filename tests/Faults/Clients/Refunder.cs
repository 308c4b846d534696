using XthonBot.TestKit;

namespace XthonBot.Faults.Clients;

/// <summary>The operator, who now and then gives a payment back.</summary>
internal sealed class Refunder(SandboxTestClient telegram, Journal journal, Report report, Random random) : IClient
{
    private readonly Chat chat = new(telegram, StoreHost.OperatorId);

    public async Task OnceAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(300, 1200)), TimeProvider.System);
        var known = journal.Payments.Values.Where(payment => !payment.RefundAsked).ToList();
        if (known.Count == 0 || random.Next(2) == 0)
            return;
        var payment = known[random.Next(known.Count)];
        var asked = await chat.SaysAsync($"/payments pay_{payment.Id:n}");
        if (
            await chat.SeesAsync(asked, $"pay_{payment.Id:n}") is not { } card
            || Button(card, "↩ Give back") is not { } give
            || !await TapsAsync(card, give)
            || await chat.SeesAsync(card.MessageId, m => m.MessageId == card.MessageId && Button(m, "↩ Yes") is not null) is not { } sure
        )
            return;
        payment.RefundAsked = true;
        report.Count("refunds that the operator asked for");
        var update = await chat.TapsAsync(sure, Button(sure, "↩ Yes")!);
        if (random.Next(4) == 0)
            await chat.AgainAsync(update);
    }

    private async Task<bool> TapsAsync(SandboxMessage message, SandboxButton button) => await chat.TapsAsync(message, button) > 0;

    private static SandboxButton? Button(SandboxMessage message, string label) =>
        message.AllButtons.FirstOrDefault(button => button.Text.StartsWith(label, StringComparison.Ordinal));
}
