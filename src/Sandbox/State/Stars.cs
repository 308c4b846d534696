using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using XthonBot.Sandbox.Desk;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.State;

/// <summary>
/// Payments in Telegram Stars: a payer with as many as they like, the bot's ten seconds to agree, and the bot's account.
/// </summary>
internal sealed class Stars : DeskSpeaker
{
    public const string Currency = "XTR";
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly World world;
    private readonly ConcurrentDictionary<string, Checkout> checkouts = new();
    private readonly List<StarTransfer> transfers = [];
    private long lastQuery;

    public Stars(World world)
    {
        this.world = world;
        lastQuery = world.Time.GetUtcNow().ToUnixTimeMilliseconds() << 20;
        world.Desk.Register(this);
    }

    public override string Provider => "stars";

    /// <summary>The bot's Stars. Below zero after payers took back what was spent.</summary>
    public long Balance
    {
        get
        {
            lock (transfers)
                return transfers.Sum(transfer => transfer.Amount);
        }
    }

    /// <param name="chatId">Null for a link.</param>
    public DeskInvoice Open(StarInvoice asked, long? chatId)
    {
        var slug = RandomNumberGenerator.GetString(Letters, 20);
        return world.Desk.Add(
            new DeskInvoice
            {
                Provider = Provider,
                ExternalId = slug,
                Reference = asked.Payload,
                Title = asked.Title,
                Description = asked.Description,
                Asked = asked.Amount,
                Currency = Currency,
                CreatedAt = world.Time.GetUtcNow(),
                Url = chatId is null ? $"https://t.me/${slug}" : null,
                ChatId = chatId,
            }
        );
    }

    /// <summary>Telegram takes what is asked, no more and no less, and knows no expiry; a link can be paid again and again.</summary>
    public override IReadOnlyList<string> Actions(DeskInvoice invoice) =>
        [
            .. invoice.State == DeskState.Open || invoice.Url is not null ? (string[])[DeskAction.Pay] : [],
            DeskAction.PayTwice,
            .. invoice.Received > 0 ? (string[])[DeskAction.Refund, DeskAction.ChargeBack] : [],
        ];

    public override async Task<DeskOutcome> ActAsync(DeskInvoice invoice, string action, DeskOrder order)
    {
        if (action is DeskAction.Refund or DeskAction.ChargeBack)
        {
            foreach (var payment in invoice.Payments.Where(payment => !payment.IsReturned))
                Return(payment.Payer ?? 0, payment.Id, action == DeskAction.Refund ? DeskState.Refunded : DeskState.ChargedBack);
            return DeskOutcome.Fine;
        }
        var payer = world.Chat(order.PersonId ?? invoice.ChatId ?? throw Refusal.BadRequest("a link needs person_id, who pays"));
        if (action == DeskAction.Pay || invoice.State != DeskState.Open)
            return await PayAsync(invoice, payer);
        // Two devices at once: the bot is asked twice before it hears of either payment.
        var both = await Task.WhenAll(PayAsync(invoice, payer), PayAsync(invoice, payer));
        return Array.Find(both, outcome => !outcome.Done) ?? DeskOutcome.Fine;
    }

    /// <summary>The bot's answer to a <c>pre_checkout_query</c>.</summary>
    /// <param name="error">Null where the bot agrees.</param>
    /// <exception cref="Refusal">The query is unknown, answered, or older than ten seconds.</exception>
    public void Answer(string queryId, string? error)
    {
        if (!checkouts.TryRemove(queryId, out var checkout))
            throw Refusal.BadRequest("query is too old and response timeout expired or query ID is invalid");
        checkout.Answered.TrySetResult(error);
    }

    public long? ChatOf(string queryId) => checkouts.GetValueOrDefault(queryId)?.ChatId;

    /// <exception cref="Refusal">There is no such charge of this person, or it was given back.</exception>
    public void Refund(long userId, string chargeId) => Return(userId, chargeId, DeskState.Refunded);

    /// <summary>Oldest first, as the Bot API lists them.</summary>
    public IReadOnlyList<StarTransfer> Transfers(int offset, int limit)
    {
        lock (transfers)
            return [.. transfers.Skip(offset).Take(limit)];
    }

    private async Task<DeskOutcome> PayAsync(DeskInvoice invoice, Conversation payer)
    {
        var id = Interlocked.Increment(ref lastQuery).ToString(CultureInfo.InvariantCulture);
        var checkout = checkouts[id] = new Checkout(payer.Person.Id);
        world.Desk.Note(invoice.Id, "pre_checkout_query");
        world.Updates.Emit(
            new Update
            {
                PreCheckoutQuery = new PreCheckoutQuery(id, payer.User, Currency, (long)invoice.Asked, invoice.Reference),
                ChatId = payer.Person.Id,
            }
        );
        try
        {
            await checkout.Answered.Task.WaitAsync(Patience, world.Time);
        }
        catch (TimeoutException)
        {
            // The first to remove the query decides: an answer that came at the last moment counts.
            if (checkouts.TryRemove(id, out _))
                return Failed(invoice, "BOT_PRECHECKOUT_TIMEOUT");
        }
        if (await checkout.Answered.Task is { } error)
            return Failed(invoice, error);

        var payment = new DeskPayment($"stx{RandomNumberGenerator.GetString(Letters, 40)}", invoice.Asked, world.Time.GetUtcNow())
        {
            Payer = payer.Person.Id,
        };
        world.Desk.Change(invoice.Id, now => now.With(payment) with { State = DeskState.Paid });
        lock (transfers)
            transfers.Add(new StarTransfer(payment.Id, (long)payment.Amount, payment.At, payer.User, invoice.Reference));
        payer.MarkPaid(invoice.Id);
        world.Desk.Note(invoice.Id, "successful_payment");
        payer.PostService(
            payer.User,
            "successful_payment",
            new StarPayment(Currency, (long)invoice.Asked, invoice.Reference, payment.Id, $"{payer.Person.Id}_{id}")
        );
        return DeskOutcome.Fine;
    }

    private DeskOutcome Failed(DeskInvoice invoice, string error)
    {
        world.Desk.Note(invoice.Id, $"not paid: {error}");
        return new DeskOutcome(false, error);
    }

    /// <summary>A refund is told in the chat; a charge back at the payer's shop for apps is not told at all, it is only listed.</summary>
    private void Return(long userId, string chargeId, DeskState state)
    {
        DeskInvoice invoice;
        DeskPayment payment;
        lock (world.Desk.Gate)
        {
            invoice =
                world.Desk.Find(one => one.Provider == Provider && one.Payments.Any(paid => paid.Id == chargeId && paid.Payer == userId))
                ?? throw Refusal.BadRequest("CHARGE_NOT_FOUND");
            payment = invoice.Payments.First(paid => paid.Id == chargeId);
            if (payment.IsReturned)
                throw Refusal.BadRequest("CHARGE_ALREADY_REFUNDED");
            world.Desk.Change(
                invoice.Id,
                now =>
                    now with
                    {
                        State = state,
                        Payments = [.. now.Payments.Select(paid => paid.Id == chargeId ? paid with { IsReturned = true } : paid)],
                    }
            );
        }
        var payer = world.Chat(userId);
        lock (transfers)
            transfers.Add(new StarTransfer(chargeId, -(long)payment.Amount, world.Time.GetUtcNow(), payer.User, invoice.Reference));
        world.Desk.Note(invoice.Id, state == DeskState.Refunded ? "refunded_payment" : "charged back, untold");
        if (state == DeskState.Refunded)
            payer.PostService(
                world.Bot,
                "refunded_payment",
                new StarPayment(Currency, (long)payment.Amount, invoice.Reference, chargeId, null)
            );
    }

    private sealed record Checkout(long ChatId)
    {
        public TaskCompletionSource<string?> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

internal sealed record StarInvoice(string Title, string Description, string Payload, long Amount);

/// <param name="Amount">Above zero came in, below went out; both ways of one payment have one id.</param>
internal sealed record StarTransfer(string Id, long Amount, DateTimeOffset At, User User, string Payload);
