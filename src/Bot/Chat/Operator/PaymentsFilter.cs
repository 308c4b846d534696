using System.Globalization;
using XthonBot.Bot.Chat.Payments;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;

namespace XthonBot.Bot.Chat.Operator;

/// <summary>Which payments a list shows, as a button carries it: a letter, and for a way or a customer which one.</summary>
internal static class PaymentsFilter
{
    public const string ToDecide = "d";
    public const string Open = "o";
    public const string All = "a";
    private const char Way = 'w';
    private const char Customer = 'c';

    public static string Of(PaymentWay way) => Way + WayTag.Of(way.Name);

    public static string Of(CustomerId customer) => Customer + customer.Value.ToString(CultureInfo.InvariantCulture);

    public static PaymentFilter Read(string filter, PaymentProviders providers) =>
        filter switch
        {
            ToDecide => new PaymentFilter(ToDecide: true),
            Open => new PaymentFilter(State: PaymentState.Open),
            [Way, ..] => new PaymentFilter(Way: WayTag.Find(providers, filter[1..])?.Name ?? ""),
            [Customer, ..] when long.TryParse(filter.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var id) =>
                new PaymentFilter(new CustomerId(id)),
            _ => new PaymentFilter(),
        };
}
