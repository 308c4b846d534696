using Telegram.Bot;
using Telegram.Bot.Exceptions;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Operator;

/// <param name="Instead">The screen where nobody was found, or nobody for certain.</param>
internal sealed record LookedUp(CustomerProfile? Customer, Screen? Instead);

/// <summary>
/// Finds the customer that an operator means. An id is an id; a @name is believed only where Telegram says that the customer has it still,
/// or where it does not answer and they wrote with it a short while ago. Else nothing is done, and the customer's card, which acts by the
/// id, is offered.
/// </summary>
internal sealed class CustomerLookup(FindCustomerHandler find, ITelegramBotClient client, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Lately = TimeSpan.FromDays(1);

    /// <param name="usage">The command, whose usage is shown where there is no such customer.</param>
    public async Task<LookedUp> FindAsync(ChatContext chat, string usage, string reference, CancellationToken ct)
    {
        var named = await find.LookAsync(reference, ct);
        if (named.Customers is [])
            return new LookedUp(null, CommandText.Usage(chat, usage, ErrorTexts.Of(chat.Words, new Error.NotFound("customer"))));
        if (named.Username is not { } name)
            return new LookedUp(named.Customers[0], null);
        if (named.Customers is not [var customer])
            return Ask(chat, chat.Words.Html("customer.several", ("handle", name)), named.Customers);
        if (await HasNameAsync(customer, name, ct) is { } has)
            return has
                ? new LookedUp(customer, null)
                : Ask(chat, chat.Words.Html("customer.renamed", ("handle", name), ("customer", Plain(customer))), named.Customers);
        return await find.LastSeenAsync(customer, chat.Source, ct) is { } seen && seen >= time.UtcNow() - Lately
            ? new LookedUp(customer, null)
            : Ask(chat, chat.Words.Html("customer.unproven", ("handle", name), ("customer", Plain(customer))), named.Customers);
    }

    // Null where Telegram gave no answer.
    private async Task<bool?> HasNameAsync(CustomerProfile customer, string name, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            return string.Equals(
                (await client.GetChat(customer.TelegramId, patience.Token)).Username,
                name,
                StringComparison.OrdinalIgnoreCase
            );
        }
        catch (Exception e) when (e is RequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }

    private static string Plain(CustomerProfile customer) => $"{CustomerCommands.Called(customer)} ({customer.TelegramId})";

    private static LookedUp Ask(ChatContext chat, string html, IReadOnlyList<CustomerProfile> customers) =>
        new(
            null,
            new Screen(
                html,
                [
                    .. customers.Select(customer =>
                        (IReadOnlyList<Button>)[new Button.Tap($"👤 {Plain(customer)}", new Callback.AdminCustomer(customer.Id))]
                    ),
                    AdminScreens.Back(chat),
                ]
            )
        );
}
