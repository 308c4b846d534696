using CsCheck;
using XthonBot.Core.Reactions.Notifications;
using XthonBot.Core.Reactions.Webhooks;

namespace XthonBot.Core.Tests.Notifications;

/// <summary>What notifications and webhooks say beside their rows: as JSON now, with bars between in rows of releases before.</summary>
public sealed class StoredDetailFacts
{
    [Fact]
    public void Every_detail_is_read_as_it_was_written() =>
        Gen.Select(Gen.Long, Gen.Long, Gen.String, Gen.String)
            .Sample(
                (amount, balance, one, other) =>
                {
                    NotificationDetail[] details =
                    [
                        new NotificationDetail.BalanceMoved(amount, balance, one),
                        new NotificationDetail.BalanceMoved(amount, balance, null),
                        new NotificationDetail.WebhookOff(one, other),
                        new NotificationDetail.WrongFigures(one),
                    ];
                    Assert.All(
                        details,
                        detail => Assert.Equal(detail, NotificationDetail.Read(NotificationKind.BalanceCredited, detail.Write()))
                    );
                    Assert.Equal(new LowBalance(amount, balance), LowBalance.Read(new LowBalance(amount, balance).Write()));
                }
            );

    [Fact]
    public void What_waited_at_an_upgrade_is_read_with_its_bars()
    {
        Assert.Equal(
            new NotificationDetail.BalanceMoved(1_000_000_05, 1, "thanks | for all"),
            NotificationDetail.Read(NotificationKind.BalanceCredited, "1000000.05|0.01|thanks | for all")
        );
        Assert.Equal(
            new NotificationDetail.BalanceMoved(300, 700, ""),
            NotificationDetail.Read(NotificationKind.BalanceDebited, "3.00|7.00|")
        );
        Assert.Equal(
            new NotificationDetail.WebhookOff("example.com", "failing"),
            NotificationDetail.Read(NotificationKind.WebhookOff, "example.com|failing")
        );
        Assert.Equal(
            new NotificationDetail.WrongFigures("{balances}: 1 of 2 wrong"),
            NotificationDetail.Read(NotificationKind.ReconciliationFailed, "{balances}: 1 of 2 wrong")
        );
        Assert.Equal(new LowBalance(380, 400), LowBalance.Read("3.80|4.00"));
        Assert.Null(NotificationDetail.Read(NotificationKind.OrderPlaced, null));
        Assert.Null(LowBalance.Read(null));
    }
}
