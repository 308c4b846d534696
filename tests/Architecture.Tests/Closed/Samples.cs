using System.Reflection;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Questions;

namespace XthonBot.Architecture.Tests.Closed;

/// <summary>Makes values of the closed lists, at the ends of what their fields can hold.</summary>
internal static class Samples
{
    private static readonly Guid AllBits = new("ffffffff-ffff-ffff-ffff-ffffffffffff");

    /// <summary>Two values of a record: one with the least in every field, one with the most.</summary>
    public static IReadOnlyList<T> Of<T>(Type type)
    {
        var constructor = type.GetConstructors(BindingFlags.Public | BindingFlags.Instance).Single();
        var parameters = constructor.GetParameters();
        return [Make(0), Make(1)];

        T Make(int end) => (T)constructor.Invoke([.. parameters.Select(p => Ends(type, p)[end])]);
    }

    private static object?[] Ends(Type owner, ParameterInfo field)
    {
        var type = Nullable.GetUnderlyingType(field.ParameterType) ?? field.ParameterType;
        return type switch
        {
            _ when type == typeof(Money) => [Money.Zero, Money.MaxInput],
            _ when type == typeof(OrderId) => [new OrderId(Guid.Empty), new OrderId(AllBits)],
            _ when type == typeof(PaymentId) => [new PaymentId(Guid.Empty), new PaymentId(AllBits)],
            _ when type == typeof(ServiceId) => [new ServiceId(Guid.Empty), new ServiceId(AllBits)],
            _ when type == typeof(WebhookId) => [new WebhookId(Guid.Empty), new WebhookId(AllBits)],
            _ when type == typeof(PaymentId) => [new PaymentId(Guid.Empty), new PaymentId(AllBits)],
            _ when type == typeof(ApiKeyId) => [new ApiKeyId(0), new ApiKeyId(long.MaxValue)],
            _ when type == typeof(CustomerId) => [new CustomerId(0), new CustomerId(long.MaxValue)],
            _ when type == typeof(MessageId) => [new MessageId(0), new MessageId(long.MaxValue)],
            _ when type == typeof(DeadLetterId) => [new DeadLetterId(0), new DeadLetterId(long.MaxValue)],
            _ when type == typeof(QuestionId) => [new QuestionId(0), new QuestionId(long.MaxValue)],
            _ when type == typeof(QuestionKind) => [Enum.GetValues<QuestionKind>()[0], Enum.GetValues<QuestionKind>()[^1]],
            _ when type == typeof(OrderStatus) => [OrderStatus.Pending, OrderStatus.Refunded],
            _ when type == typeof(PaymentState) => [PaymentState.Open, PaymentState.ChargedBack],
            _ when type == typeof(int) => [int.MinValue, int.MaxValue],
            _ when type == typeof(long) => [long.MinValue, long.MaxValue],
            _ when type == typeof(bool) => [false, true],
            _ when type == typeof(string) => [IsOptional(field) ? null : Shortest(owner, field), Text(owner, field)],
            _ => throw new NotSupportedException($"{owner.Name} holds a {type.Name}: say what its ends are."),
        };
    }

    private static bool IsOptional(ParameterInfo field) =>
        new NullabilityInfoContext().Create(field).WriteState == NullabilityState.Nullable;

    // A reason is one of the words that the texts explain; TextTests sees to it that all of them are.
    private static string Shortest(Type owner, ParameterInfo field) =>
        $"{owner.Name}.{field.Name}" switch
        {
            "Invalid.Reason" => "no-digits",
            "WrongPaymentState.State" => "PAID",
            _ => "",
        };

    // The longest that the code which makes it allows; for errors any text will do.
    private static string Text(Type owner, ParameterInfo field) =>
        $"{owner.Name}.{field.Name}" switch
        {
            _ when field.Name == "Nonce" => Bot.Callbacks.CallbackCodec.NewNonce(),
            // As long as the check of Store:TermsVersion allows.
            "AcceptTerms.Version" => new string('9', 20),
            "StartTopUp.Way" or "StartPayAndBuy.Way" => Bot.Chat.Payments.WayTag.Of("card"),
            "AdminPayments.Filter" => "c" + long.MaxValue,
            "WrongPaymentState.State" => "CHARGED_BACK",
            "SetLanguage.Language" => "en",
            // 24 bytes are what the search keeps of a filter.
            "Services.Filter" => "Ёжик в тумане",
            "AskKey.What" => "addresses",
            "Invalid.Reason" => "seven-to-fifteen-digits",
            _ => "<b>word & word</b>",
        };
}
