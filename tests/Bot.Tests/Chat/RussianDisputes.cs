using System.Text.RegularExpressions;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

/// <summary>The way through the screens of texts without a code and of disputes in Russian: none has an English word.</summary>
public sealed partial class RussianDisputes
{
    private const long Boris = 1004;
    private static readonly string[] Names =
    [
        "Telegram",
        "UTC",
        "Xthon",
        "Virtual",
        "API",
        "Person",
        "USA",
        "WhatsApp",
        "tg",
        "wa",
        "Your",
        "code",
        "is",
    ];

    [Fact]
    public async Task No_screen_of_a_text_without_a_code_or_a_dispute_has_an_english_word_in_russian()
    {
        await using var store = await StoreHost.StartAsync(
            // Without it the operators are told so at the start, before the store knows their language.
            ("Store:Contact", "@help"),
            ("Telegram:AdminIds", $"{StoreHost.OperatorId},{Boris}")
        );
        await store.Telegram.AddPersonAsync(Boris, "ru");
        var boris = await WelcomeAsync(new Person(store.Telegram, Boris));
        var ann = await WelcomeAsync(await store.StrangerAsync("ru"));
        await boris.Sends("/service add tg 1.20 Telegram");
        await boris.Sees("В продаже");
        await boris.Sends("/stock tg\n+15550001001\n+15550001002\n+15550001003");
        await boris.Sees("3");
        await boris.Sends($"/credit {ann.Id} 5.00");
        await ann.Sees("$5.00");

        await boris.Sends("/service texts tg");
        await boris.Sees("Использование");
        await boris.Sends("/service list");
        await boris.Sees("(1)");
        await boris.Taps("Telegram · $1.20 · 3");
        await boris.Sees("В продаже");
        await boris.Taps("📨 Сообщения без кода");
        await boris.Sees("Сейчас: Никакие");
        await boris.Taps("От указанных отправителей");
        await boris.Sees("пока вы не укажете отправителей");
        await boris.Sends("/service texts tg any");
        await boris.Sees("сообщения без кода: Любые");

        var phone = await BuyAsync(ann, "Любое пришедшее сообщение");
        await store.Telegram.SmsAsync("Telegram", phone, "Здравствуйте");
        await ann.Sees("Для этого сервиса оно считается доставкой");
        await ann.Sees("Пришло сообщение без кода");
        await boris.Sends("/service senders tg telegram");
        await boris.Sees("Принимает сообщения от");
        await boris.Sends("/service texts tg wanted");
        await boris.Sees("От указанных отправителей");

        phone = await BuyAsync(ann, "Сообщение от этого сервиса");
        await store.Telegram.SmsAsync("Telegram", phone, "Your code is 12345");
        await ann.Sees("Код: 12345");
        await ann.Taps("⚠ Неверный код?");
        await ann.Sees("Решение примет магазин");
        await boris.Sees("Ждёт вашего решения");
        await boris.Taps("✖ Код верный");
        await boris.Sees("Код верный, решил");
        await ann.Sees("магазин проверил код");

        phone = await BuyAsync(ann, "Сообщение от этого сервиса");
        await store.Telegram.SmsAsync("Telegram", phone, "Your code is 12345");
        await ann.Sees("Код: 12345");
        await ann.Taps("⚠ Неверный код?");
        await ann.Sees("Решение примет магазин");
        await boris.Sends("/disputes");
        await boris.Sees("Сообщения о неверных кодах (1)");
        await boris.Taps($"⚠ {phone} · Telegram");
        await boris.Sees("Прочитанный код: 12345");
        await boris.Taps("✔ Вернуть деньги");
        await boris.Sees("Деньги вернул");
        await ann.Sees("Оператор вернул деньги");
        await boris.Taps("⚠ Неверные коды");
        await boris.Sees("О неверных кодах никто не сообщал");

        Assert.Empty(await EnglishAsync(ann));
        Assert.Empty(await EnglishAsync(boris));
        Assert.Empty(await store.DifferencesAsync());
    }

    private static async Task<string> BuyAsync(Person ann, string rule)
    {
        await ann.Sends("/buy");
        // The list may be a second old, and say another stock.
        var list = await ann.Sees("сервис");
        await ann.Taps(list.AllButtons.First(button => button.Text.StartsWith("Telegram · $1.20", StringComparison.Ordinal)).Text);
        await ann.Sees(rule);
        await ann.Taps("✅ Купить за $1.20");
        var card = await ann.Sees("⏳");
        return card.AllButtons.First(button => button.CopyText is not null).CopyText!;
    }

    private static async Task<Person> WelcomeAsync(Person person)
    {
        await person.Sends("/start");
        await person.Sees("Условия использования");
        await person.Taps("✅ Принимаю");
        await person.Sees("Ваш баланс");
        return person;
    }

    private static async Task<IEnumerable<string>> EnglishAsync(Person person) =>
        from message in (await person.ChatAsync()).FromBot
        from text in (string[])[message.Text ?? "", .. message.AllButtons.Select(button => button.Text)]
        from word in LatinWord().Matches(NotRead().Replace(text, " ")).Select(match => match.Value)
        where !Names.Contains(word)
        select $"{word}: {text}";

    // Ids, commands with their words, and names of people.
    [GeneratedRegex(@"\btx_\w*|/(service|stock)[^\n]*|[/@]\w+|\btelegram\b")]
    private static partial Regex NotRead();

    [GeneratedRegex("[A-Za-z]{2,}")]
    private static partial Regex LatinWord();
}
