using XthonBot.Architecture.Tests.Reading;

namespace XthonBot.Architecture.Tests.Doors;

public sealed class BatchDoorTests
{
    [Fact]
    public void Bug_Texts_of_a_gateway_and_of_a_supplier_never_shared_a_batch() => Assert.Empty(BatchDoor.BatchesAreMadeOnce(House.Core));

    [Fact]
    public void A_batch_that_is_made_twice_is_caught() =>
        Assert.Contains(
            "Odd is made 2 times",
            Assert.Single(
                BatchDoor.BatchesAreMadeOnce(
                    Planted.Module(
                        """
                        interface IBatchWrite<TCommand, TResult>;
                        class Odd : IBatchWrite<int, int>;
                        class Once : IBatchWrite<int, int>;
                        class Gateway { readonly Odd texts = new(); readonly Once others = new(); }
                        class Supplier { object Texts() => new Odd(); }
                        """
                    )
                )
            ),
            StringComparison.Ordinal
        );
}
