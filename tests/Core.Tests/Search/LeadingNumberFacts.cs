namespace XthonBot.Core.Tests.Search;

public sealed class LeadingNumberFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("+15550000004 Your code is 54321", "+15550000004", "Your code is 54321")]
    [InlineData("+1 555 000 0004 Your code is 54321", "+15550000004", "Your code is 54321")]
    [InlineData("+1555000 0004 Your code is 77777", "+15550000004", "Your code is 77777")]
    [InlineData("(555) 000-0004 54321 is your code", "+15550000004", "54321 is your code")]
    [InlineData("+1\u00A0555\u00A0000\u00A00004\nYour  code", "+15550000004", "Your  code")]
    [InlineData("\u202A+1\u202C 555 - 000 - 0004 G-123456", "+15550000004", "G-123456")]
    [InlineData("+447700900123 54321", "+447700900123", "54321")]
    [InlineData("tel:+15550000004 hello", "+15550000004", "hello")]
    [InlineData("+15550001 Your code is 54321", "+15550001", "Your code is 54321")]
    public async Task Bug_A_number_with_blanks_ended_at_the_first_of_them(string text, string number, string tail)
    {
        await using var store = await TestStore.StartAsync();

        var read = (await store.Get<ReadLeadingNumberHandler>().HandleAsync(text, Ct)).Value;

        Assert.Equal((number, tail), (read.Number.E164, read.Tail));
    }

    [Fact]
    public async Task Of_several_readings_it_is_the_number_that_the_store_has()
    {
        await using var store = await TestStore.StartAsync();
        await store.ServiceAsync();
        Assert.Equal("+15550001123", (await ReadAsync("+15550001 123 is your code")).Value.Number.E164);
        Assert.Equal("several-readings", Assert.IsType<Error.Invalid>((await ReadAsync("+44 7700 900123 12 is it")).Error).Reason);

        await store.StockAsync("tg", ["+15550001", "+447700900123"]);

        Assert.Equal(
            ("+15550001", "123 is your code"),
            ((await ReadAsync("+15550001 123 is your code")).Value.Number.E164, (await ReadAsync("+15550001 123 is your code")).Value.Tail)
        );
        Assert.Equal("+447700900123", (await ReadAsync("+44 7700 900123 12 is it")).Value.Number.E164);

        Task<Result<LeadingNumber>> ReadAsync(string text) => store.Get<ReadLeadingNumberHandler>().HandleAsync(text, Ct);
    }

    [Theory]
    [InlineData("abc text", "not-a-phone-number")]
    [InlineData("+1555001612 6 is cut", "digits-apart")]
    [InlineData("555 is short", "needs-country-code")]
    public async Task What_begins_with_no_number_is_refused(string text, string reason)
    {
        await using var store = await TestStore.StartAsync();

        Assert.Equal(new Error.Invalid("number", reason), (await store.Get<ReadLeadingNumberHandler>().HandleAsync(text, Ct)).Error);
    }
}
