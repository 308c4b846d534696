using Microsoft.Playwright;

namespace XthonBot.EndToEnd.Tests;

/// <summary>Somebody without money pays in the sandbox's chat page, in a real browser, and buys a number.</summary>
public sealed class PaymentPageTests(PayingPage page) : IClassFixture<PayingPage>
{
    [Fact]
    public async Task A_new_visitor_pays_with_Telegram_Stars_and_buys()
    {
        await page.EnterAsync("Stella", 390);
        await page.TopUpAsync("⭐ Telegram Stars · 385 ⭐");
        await page.SeesAsync("$5.00 for your balance");
        await page.FitsAsync("invoice");
        await page.PayStarsAsync();
        await page.PaySheetAsync("385 ⭐");
        await page.SeesAsync("✅ $5.00 received by ⭐ Telegram Stars. Your balance is $5.00.");
        await page.FitsAsync("credited");
        await page.BuyAsync();
        await page.GetCodeAsync("48151");
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task A_new_visitor_pays_with_Crypto_Pay_and_buys()
    {
        await page.EnterAsync("Carl", 360, ColorScheme.Dark);
        await page.TopUpAsync("Crypto Pay · $5.00");
        await page.SeesAsync("Valid until");
        await page.FitsAsync("card");
        await page.OpenPaymentPageAsync();
        await page.PaySheetAsync("$5.00");
        await page.SeesAsync("✅ $5.00 received by Crypto Pay. Your balance is $5.00.");
        await page.FitsAsync("credited");
        await page.BuyAsync();
        await page.GetCodeAsync("62342");
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task A_new_visitor_sends_the_photo_of_a_receipt_and_buys_once_the_operator_has_credited_it()
    {
        await page.EnterAsync("Tess", 360);
        await page.TopUpAsync("Card transfer · $5.00, by hand");
        await page.SeesAsync("Send $5.00 to card 4000 0000 0000 0002");
        await page.FitsAsync("card");
        await page.TapAsync("✅ I have paid");
        await page.SeesAsync("Please send the receipt");
        await page.SendReceiptAsync();
        await page.SeesAsync("✅ We have your receipt for $5.00.");
        await page.FitsAsync("taken");

        await page.OperatorAsync();
        await page.SeesAsync("🔎 A payment is waiting for your decision");
        await page.SeesPhotoAsync();
        await page.FitsAsync("operator");
        await page.TapAsync("✅ Credit $5.00");
        // Whose decision it was is said in one way at first, then as to the others.
        await page.SeesAsync("credited $5.00");

        await page.VisitorAsync();
        await page.SeesAsync("✅ $5.00 received by Card transfer. Your balance is $5.00.");
        await page.FitsAsync("credited");
        await page.BuyAsync();
        await page.GetCodeAsync("91023");
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task A_purchase_that_lacks_money_is_paid_exactly_and_the_number_arrives_by_itself()
    {
        await page.EnterAsync("Mila", 390, ColorScheme.Dark);
        await page.BuyAsync("➕ Pay $1.20 and buy");
        await page.SeesAsync("You need $1.20 more");
        await page.FitsAsync("ways");
        await page.TapAsync("Crypto Pay · $1.20");
        await page.SeesAsync("Once it is paid, the number is bought automatically.");
        await page.OpenPaymentPageAsync();
        await page.PaySheetAsync("$1.20");
        await page.GetCodeAsync("37505");
        await page.SayAsync("/balance");
        await page.SeesAsync("Balance: $0.00");
        Assert.Empty(page.Problems);
    }
}
