using XthonBot.Core.Modules.Payments;
using XthonBot.Core.Reactions.Notifications;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

/// <summary>How customers reach the people behind the store, and read what they agree to.</summary>
public sealed class SupportConversations
{
    [Fact]
    public async Task Without_a_contact_the_bot_carries_messages_both_ways()
    {
        await using var store = await StoreHost.StartAsync();
        var (olga, ann) = (await store.OperatorAsync(), await store.CustomerAsync());
        await ann.Sends("🆘 Help");
        await ann.Sees("How it works");
        await ann.Taps("✍️ Write to us");
        await ann.Sees("What do you want to tell us?");
        await olga.RememberAsync();
        await ann.Sends("Where are <my> $10?");
        await ann.Sees("Your message is on its way");
        await olga.Sees("Where are <my> $10?");
        await olga.Taps("✍️ Answer");
        await olga.Sees("What do you write to");
        await ann.RememberAsync();
        await olga.Sends("They are here now & thank you");
        await olga.Sees("Your answer is on its way");
        await ann.Sees("They are here now & thank you");
        await ann.Taps("✍️ Reply");
        await ann.Sees("What do you want to tell us?");
    }

    /// <summary>The last thousand characters of a long letter never arrived, and nobody was told.</summary>
    [Fact]
    public async Task Bug_The_end_of_a_long_letter_was_lost_in_silence()
    {
        await using var store = await StoreHost.StartAsync();
        var (olga, ann) = (await store.OperatorAsync(), await store.CustomerAsync());
        await ann.Sends("🆘 Help");
        await ann.Sees("How it works");
        await ann.Taps("✍️ Write to us");
        await ann.Sees("What do you want to tell us?");
        await ann.Sends("<b>&" + new string('x', 4088) + "END");
        await ann.Sees("That is 4095 characters, and a message takes up to 3000");
        await olga.RememberAsync();

        await ann.Sends("<b>&" + new string('x', 2993) + "END");

        await ann.Sees("Your message is on its way");
        await olga.Sees("xEND");
    }

    [Fact]
    public async Task A_letter_that_is_taken_while_Telegram_is_away_arrives_over_a_restart_and_once()
    {
        await using var store = await StoreHost.StartAsync(("Telegram:AdminIds", $"{StoreHost.OperatorId},1004"));
        await store.Telegram.AddPersonAsync(1004);
        var (olga, ann) = (await store.OperatorAsync(), await store.CustomerAsync());
        await store.Telegram.FaultAsync(
            new SandboxFault
            {
                Method = "sendMessage",
                ChatId = 1004,
                ErrorCode = 502,
            }
        );
        await ann.Sends("🆘 Help");
        await ann.Sees("How it works");
        await ann.Taps("✍️ Write to us");
        await ann.Sees("What do you want to tell us?");
        await ann.Sends("Where are my $10?");
        await ann.Sees("Your message is on its way");
        await olga.SeesOnce("Where are my $10?");
        await store.StopAsync();
        await store.Telegram.ClearFaultsAsync();

        await store.StartAppAsync();

        await new Person(store.Telegram, 1004).SeesOnce("Where are my $10?");
        await olga.SeesOnce("Where are my $10?");
    }

    [Fact]
    public async Task A_live_store_without_a_contact_says_so_to_every_operator_once_over_restarts()
    {
        await using var store = await StoreHost.StartAsync(("Telegram:AdminIds", $"{StoreHost.OperatorId},1004"));
        await store.Telegram.AddPersonAsync(1004, "ru");
        var (olga, boris) = (new Person(store.Telegram, StoreHost.OperatorId), new Person(store.Telegram, 1004));
        await olga.SeesOnce("Store:Contact is empty");
        await boris.SeesOnce("Store:Contact is empty");
        await store.StopAsync();

        await store.StartAppAsync();

        await Patience.UntilAsync(() => store.Get<NotificationDispatcher>().CountOpenAsync(CancellationToken.None), open => open == 0);
        await olga.SeesOnce("Store:Contact is empty");
        await boris.SeesOnce("Store:Contact is empty");
    }

    [Fact]
    public async Task A_key_that_is_refused_is_told_to_each_operator_in_their_language_and_so_is_its_return()
    {
        var page = new PayPage();
        await using var store = await page.StartAsync(("Store:Contact", "@olga"), ("Telegram:AdminIds", $"{StoreHost.OperatorId},1004"));
        await store.Telegram.AddPersonAsync(1004, "ru");
        var (olga, boris) = (await store.OperatorAsync(), new Person(store.Telegram, 1004));
        await boris.Sends("/start");
        await boris.Sees("Условия");
        page.RefusedSetting = "Secret";
        await store.Get<PaymentProviders>().CheckAsync(CancellationToken.None);
        var told = await olga.Sees("Shop page is switched off");
        Assert.Contains("Payments:Ways:page:Secret", told.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(StoreHost.HookSecret, told.Html, StringComparison.Ordinal);
        await boris.Sees("Способ оплаты «Shop page» отключён");
        var ann = await store.CustomerAsync();
        await ann.Sends("/topup 10");
        Assert.DoesNotContain("Shop page ·", (await ann.Sees("How do you want to pay?")).Labels, StringComparison.Ordinal);

        page.RefusedSetting = null;
        await store.Get<PaymentProviders>().CheckAsync(CancellationToken.None);

        await olga.Sees("Shop page works again");
        await boris.Sees("снова работает");
        await ann.Sends("/topup 10");
        await ann.Sees("How do you want to pay?");
        await ann.Taps("Shop page · $10.00");
    }

    [Fact]
    public async Task A_key_that_is_wrong_from_the_start_is_told_without_anybody_asking()
    {
        var page = new PayPage { RefusedSetting = "Secret" };
        await using var store = await page.StartAsync(("Store:Contact", "@olga"));

        await new Person(store.Telegram, StoreHost.OperatorId).SeesOnce("Shop page is switched off");
    }

    [Fact]
    public async Task A_contact_that_is_configured_is_named_instead()
    {
        await using var store = await StoreHost.StartAsync(("Store:Contact", "@olga_store"));
        var ann = await store.CustomerAsync();
        await ann.Sends("/help");
        var help = await ann.Sees("@olga_store");
        Assert.DoesNotContain("✍️", help.Labels, StringComparison.Ordinal);
        await ann.Sends(new SandboxSaid(null) { Kind = "voice" });
        await ann.Sees("To reach a person: @olga_store");
        await ann.Sends("/paysupport");
        await ann.Sees("To reach a person: @olga_store");
    }

    [Theory]
    [InlineData("en", "Privacy", "Terms of use", "Questions about a payment")]
    [InlineData("ru", "Конфиденциальность", "Условия", "Вопросы о платеже")]
    public async Task The_documents_and_pay_support_answer_before_the_terms_are_accepted(
        string language,
        string privacy,
        string terms,
        string support
    )
    {
        await using var store = await StoreHost.StartAsync();
        var ann = await store.StrangerAsync(language);
        await ann.Sends("/privacy");
        await ann.Sees(privacy);
        await ann.Sends("/terms");
        await ann.Sees(terms);
        await ann.Sends("/paysupport");
        await ann.Sees(support);
    }

    [Fact]
    public async Task Somebody_banned_still_reads_the_documents()
    {
        await using var store = await StoreHost.StartAsync();
        var (olga, ann) = (await store.OperatorAsync(), await store.CustomerAsync());
        await olga.Sends($"/ban {ann.Id} abuse");
        await olga.Sees("Banned: abuse");
        await ann.Sends("/balance");
        await ann.Sees("Your account is blocked");
        await ann.Sends("/paysupport");
        await ann.Sees("Questions about a payment");
    }

    [Fact]
    public async Task The_operators_own_terms_are_asked_for_again_when_their_version_changes()
    {
        var folder = Directory.CreateTempSubdirectory("documents");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "terms.en.txt"), "{store} asks <you> to be kind.");
            await using var store = await StoreHost.StartAsync(
                ("Store:TermsFile", Path.Combine(folder.FullName, "terms.{language}.txt")),
                ("Store:TermsVersion", "kind-2")
            );
            var ann = await store.StrangerAsync("ru");
            await ann.Sends("/start");
            await ann.Sees("Xthon Virtual asks <you> to be kind.");
            await ann.Taps("✅ Принимаю");
            await ann.Sees("Ваш баланс");
            Assert.Equal("kind-2", (await store.ProfileAsync(ann)).TermsVersion);
            await ann.Sends("/terms");
            await ann.Sees("kind-2");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Without_any_way_to_pay_a_request_is_credited_with_one_tap_and_once()
    {
        await using var store = await StoreHost.StartAsync();
        var (olga, ann) = (await store.OperatorAsync(), await store.CustomerAsync());
        await ann.Sends("➕ Top up");
        await ann.Sees("ask for an amount below");
        await olga.RememberAsync();
        await ann.Taps("➕ Ask for $5");
        await ann.Sees("has your request for $5.00");
        var card = await olga.Sees("asks for $5.00");
        var button = card.AllButtons.First(b => b.Text == "✅ Credit $5.00").CallbackData!;
        await ann.RememberAsync();
        await olga.Taps("✅ Credit $5.00");
        await olga.Sees("$0.00 → $5.00");
        await ann.Sees("$5.00 added. New balance");
        await store.Telegram.TapDataAsync(olga.Id, card.MessageId, button);
        await olga.Sends("/payments");
        await olga.Sees("no way to pay is configured");

        Assert.Equal("5.00", await store.BalanceAsync(ann));
        Assert.Empty(await store.DifferencesAsync());
    }
}
