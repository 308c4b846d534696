using System.Text.RegularExpressions;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

/// <summary>The way through all screens of payments in Russian, for a customer and an operator: none has an English word.</summary>
public sealed partial class RussianPayments
{
    private const long Boris = 1004;
    private static readonly string[] Names = ["Telegram", "Stars", "UTC", "Xthon", "Virtual", "Crypto", "Pay", "ID", "id", "API", "Person"];

    [Fact]
    public async Task No_screen_of_a_payment_has_an_english_word_in_russian()
    {
        var page = new PayPage();
        await using var store = await page.StartAsync(
            // Without it the operators are told so at the start, before the store knows their language.
            ("Store:Contact", "@help"),
            ("Telegram:AdminIds", $"{StoreHost.OperatorId},{Boris}"),
            ("Payments:Ways:page:Title:ru", "Наша страница"),
            ("Payments:Ways:page:Fee", "2.5"),
            ("Payments:Ways:page:Daily", "30.00"),
            ("Payments:Ways:card:Text:ru", "Переведите {amount} на карту 1234 5678, код {reference}.")
        );
        await store.Telegram.AddPersonAsync(Boris, "ru");
        var boris = await WelcomeAsync(new Person(store.Telegram, Boris));
        var ann = await WelcomeAsync(await store.StrangerAsync("ru"));

        await ann.Sends("/topup");
        await ann.Sees("На сколько пополнить?");
        await ann.Sends("/payments");
        await ann.Sees("Вы ещё ничего не вносили");
        await ann.Sends("/topup 5000");
        await ann.Sees("Ни один способ оплаты");
        await TopUpAsync(ann, "Карта · $10.00, вручную", "Код перевода");
        await ann.Taps("✅ Оплачено");
        await ann.Sees("Пришлите чек на $10.00");
        await ann.Sends("перевёл в 14:05");
        await ann.Sees("Чек на $10.00 принят");
        await boris.Sees("Платёж ждёт вашего решения");
        await boris.Taps("✏️ Другая сумма");
        await boris.Sees("Сколько поступило");
        await boris.Sends("много");
        await boris.Sees("Например");
        await boris.Sends("7,50");
        await boris.Sees("Вы зачислили $7.50");
        await ann.Sees("Получено $7.50");

        await TopUpAsync(ann, "Карта · $10.00, вручную", "Код перевода");
        await ann.Sends("/payments");
        await ann.Sees("Сначала новые");
        var open = await PayPage.LatestAsync(store, ann);
        await boris.Sends($"/payments {open.Id}");
        await boris.Sees("ожидает оплаты");
        await boris.Taps("✖ Отклонить");
        await boris.Sees("Почему вы отклоняете");
        await boris.Sends("деньги не поступили");
        await boris.Sees("Вы отклонили платёж");
        await ann.Sees("не зачислен");

        await TopUpAsync(ann, "Наша страница · $10.25", "К оплате");
        var paid = await PayPage.LatestAsync(store, ann);
        await PayPage.PaidAsync(store, paid.Id);
        await ann.Sees("способ: Наша страница");
        await boris.Sends($"/debit {ann.Id} 12.00 потрачено");
        await boris.Sees("$12.00");
        await boris.Sends($"/payments {paid.Id}");
        await boris.Sees("оплачен");
        await boris.Taps("↩ Вернуть");
        await boris.Sees("станет долгом");
        await boris.Taps("↩ Да, вернуть");
        await boris.Sees("Возвращено");
        await boris.Sees("Платёж вернули отправителю");
        await ann.Sees("ваш долг");
        await ann.Sends("/balance");
        await ann.Sees("Ваш долг");
        await ann.Sends("/topup");
        await ann.Sees("Вы должны магазину");

        page.Down["page"] = true;
        await ann.Sends("/topup 10");
        await ann.Sees("Как вы хотите заплатить?");
        await ann.Taps("Наша страница · $10.25");
        await ann.Sees("сейчас не отвечает");
        foreach (
            var (command, seen) in ((string, string)[])[("/paysupport", "номер платежа"), ("/privacy", "Версия"), ("/terms", "Версия")]
        )
        {
            await ann.Sends(command);
            await ann.Sees(seen);
        }

        foreach (var (command, seen) in ((string, string)[])[("/payments", "Здесь платежей нет"), ("/payments all", "Сначала новые")])
        {
            await boris.Sends(command);
            await boris.Sees(seen);
        }

        Assert.Empty(await EnglishAsync(ann));
        Assert.Empty(await EnglishAsync(boris));
        Assert.Empty(await store.DifferencesAsync());
    }

    private static async Task TopUpAsync(Person person, string way, string invoice)
    {
        await person.Sends("/topup 10");
        await person.Sees("Как вы хотите заплатить?");
        await person.Taps(way);
        await person.Sees(invoice);
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

    // Ids, references, commands, addresses, names of people, keys of the configuration.
    [GeneratedRegex(@"\b(pay|tx)_\w*|\b[A-Z2-9]{7}\b|[/@]\w+|https?://\S+|\bext-\S+|\b[A-Z]\w+(:\w+)+")]
    private static partial Regex NotRead();

    [GeneratedRegex("[A-Za-z]{2,}")]
    private static partial Regex LatinWord();
}
