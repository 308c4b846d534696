using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Views.Storefront;

namespace XthonBot.Core.Views.TestMode;

/// <summary>The behaviour of a test service. The number is stored; it never gets another meaning.</summary>
public enum TestKind
{
    /// <summary>A code comes after <see cref="TestOrder.CodeAfter"/>.</summary>
    Success = 1,

    /// <summary>No code comes; it expires after <see cref="TestOrder.TimeoutAfter"/>, and its money goes back.</summary>
    Timeout = 2,

    /// <summary>It cannot be bought.</summary>
    OutOfStock = 3,
}

/// <summary>The services of the test world: their ids and prices are always the same.</summary>
public static class TestServices
{
    /// <summary>The test balance before any purchase.</summary>
    public static readonly Money Balance = new(100_00);

    // Never empty, but for the one that always is.
    private const int Plenty = 100;

    public static readonly IReadOnlyList<ServiceView> All =
    [
        Of(TestKind.OutOfStock, "test_out_of_stock", 1_00, 0),
        Of(TestKind.Success, "test_success", 1_20, Plenty),
        Of(TestKind.Timeout, "test_timeout", 90, Plenty),
    ];

    public static ServiceId IdOf(TestKind kind) => new(new Guid(0x7e57_0000, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, (byte)kind));

    internal static ServiceView Of(TestKind kind) => All.Single(service => service.Id == IdOf(kind));

    private static ServiceView Of(TestKind kind, string name, long priceMinor, int stock) =>
        new(IdOf(kind), name, name, new Money(priceMinor), new Money(priceMinor), stock, IsPaused: false);
}
