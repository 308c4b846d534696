using System.Collections.Concurrent;

namespace XthonBot.Faults;

internal enum BuyerKind
{
    Api,
    Chat,
}

/// <summary>A customer of the run, and what they did as they know it themselves.</summary>
internal sealed class Buyer(long telegramId, BuyerKind kind)
{
    private long credited;
    private int unanswered;

    public long TelegramId => telegramId;

    public BuyerKind Kind => kind;

    /// <summary>For the API.</summary>
    public string Key { get; set; } = "";

    /// <summary>Cents that the operator was told to give, all of it.</summary>
    public long CreditedMinor => Interlocked.Read(ref credited);

    /// <summary>Purchases over the API that were neither answered 200 nor refused, since the last check.</summary>
    public int Unanswered => unanswered;

    /// <summary>Buttons that buy, each tapped once or more often.</summary>
    public int ButtonsTapped { get; set; }

    public void LostAnAnswer() => Interlocked.Increment(ref unanswered);

    public void Forget() => unanswered = 0;

    public void Credit(long minor) => Interlocked.Add(ref credited, minor);

    public override string ToString() => $"{kind} buyer {telegramId}";
}

/// <summary>A purchase that its buyer knows of.</summary>
/// <param name="Moves">How often the clock had been moved when it was asked for.</param>
internal sealed record Purchase(Guid Id, Buyer Buyer, string Phone, int Moves)
{
    public ConcurrentQueue<Text> Texts { get; } = [];

    public bool CancelAsked { get; set; }

    /// <summary>Whether it has to be canceled: the API said so, or Telegram keeps the tap and nothing else can end it in time.</summary>
    public bool CancelTaken { get; set; }

    public override string ToString() => $"tx_{Id:n} of {Buyer}";
}

/// <summary>A text message with a code that no other carries.</summary>
internal sealed record Text(string Id, Purchase Purchase, string Code)
{
    /// <summary>Whether the store answered it 2xx, ever.</summary>
    public bool Accepted { get; set; }

    /// <summary>Whether it was accepted before anything could have closed its order.</summary>
    public bool CameInTime { get; set; }

    public override string ToString() => $"{Id} with code {Code} for {Purchase}";
}

/// <summary>A payment of which somebody outside knows the id.</summary>
internal sealed class KnownPayment(Guid id, string way)
{
    public Guid Id => id;

    public string Way => way;

    /// <summary>Whether an operator told the store to give it back: Telegram keeps the tap.</summary>
    public bool RefundAsked { get; set; }
}

/// <summary>What the people outside sent and what they were answered: the store is held against it.</summary>
internal sealed class Journal
{
    private int lastText;
    private int lastCredit;
    private int repeatedTexts;
    private int movesBegun;
    private int movesDone;
    private int lastTopUp;
    private int paying;

    public ConcurrentDictionary<Guid, Purchase> Purchases { get; } = new();

    public ConcurrentDictionary<string, Text> Texts { get; } = new();

    /// <summary>
    /// How often the clock was moved. Each move ends every order that was open, also one bought while the store had not yet heard of it.
    /// </summary>
    public int Moves => Volatile.Read(ref movesDone);

    public int Credits => lastCredit;

    /// <summary>Texts that were sent again after they had been accepted.</summary>
    public int RepeatedTexts => repeatedTexts;

    public Purchase Bought(Guid id, Buyer buyer, string phone, int moves) =>
        Purchases.GetOrAdd(id, _ => new Purchase(id, buyer, phone, moves));

    public Text Write(Purchase purchase)
    {
        var number = Interlocked.Increment(ref lastText);
        var text = new Text($"text-{number}", purchase, $"{200_000 + number}");
        Texts[text.Id] = text;
        purchase.Texts.Enqueue(text);
        return text;
    }

    public void Accepted(Text text)
    {
        if (text.Accepted)
            Interlocked.Increment(ref repeatedTexts);
        else
            (text.CameInTime, text.Accepted) = (!text.Purchase.CancelAsked && text.Purchase.Moves == Volatile.Read(ref movesBegun), true);
    }

    public ConcurrentDictionary<Guid, KnownPayment> Payments { get; } = new();

    /// <summary>How many payers are between the wish to pay and the sight of the credit, at this moment.</summary>
    public int Paying => Volatile.Read(ref paying);

    public KnownPayment Opened(Guid id, string way) => Payments.GetOrAdd(id, _ => new KnownPayment(id, way));

    public bool IsRefundAsked(Guid id) => Payments.TryGetValue(id, out var payment) && payment.RefundAsked;

    public int NextTopUp() => Interlocked.Increment(ref lastTopUp);

    public async Task PayingAsync(Func<Task> pay)
    {
        Interlocked.Increment(ref paying);
        try
        {
            await pay();
        }
        finally
        {
            Interlocked.Decrement(ref paying);
        }
    }

    public int NextCredit() => Interlocked.Increment(ref lastCredit);

    public bool MayHaveExpired(Purchase purchase) => purchase.Moves < Moves;

    public void BeginMove() => Interlocked.Increment(ref movesBegun);

    public void EndMove() => Interlocked.Increment(ref movesDone);
}
