using XthonBot.Core.Modules.Stock;
using XthonBot.Core.Views.Operator;

namespace XthonBot.Core.Tests.Stock;

public sealed class StockCountFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stock_is_counted_by_service_and_status_by_name_also_where_there_is_none()
    {
        await using var store = await TestStore.StartAsync();
        foreach (var (code, name, numbers) in new[] { ("c", "Gamma", 40), ("a", "Beta", 0), ("b", "Alpha", 23), ("d", "Delta", 1) })
        {
            await store.ServiceAsync(code, name: name);
            if (numbers > 0)
                await store.StockAsync(code, Enumerable.Range(10, numbers).Select(i => $"+1555{(int)code[0]:000}00{i}"));
        }

        await store.SqlAsync($"update numbers set status = id % {Enum.GetValues<NumberStatus>().Length}");

        var counted = (await store.Get<SalesStatsHandler>().HandleAsync(1, Ct)).Stock;

        var expected = new List<StockCount>();
        foreach (var name in (string[])["Alpha", "Beta", "Delta", "Gamma"])
            expected.Add(
                new StockCount(
                    name,
                    await CountAsync(store, name, NumberStatus.Free),
                    await CountAsync(store, name, NumberStatus.Held),
                    await CountAsync(store, name, NumberStatus.CoolingDown),
                    await CountAsync(store, name, NumberStatus.Withheld),
                    0
                )
            );
        Assert.Equal(expected, counted);
        Assert.All(
            counted.Where(c => c.ServiceName is "Alpha" or "Gamma"),
            c => Assert.True(c.Free * c.Held * c.CoolingDown * c.Withheld > 0)
        );
    }

    private static Task<int> CountAsync(TestStore store, string name, NumberStatus status) =>
        store.ScalarAsync<int>(
            $"""
            select count(*) as "Value" from numbers
            where status = {(int)status} and service_id = (select id from services where name = '{name}')
            """
        );
}
