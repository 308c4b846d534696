using System.Globalization;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Core.Modules.Customers;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

/// <summary>Each part of the chat says what it answers; together they answer everything, and nothing twice.</summary>
public sealed class RouteFacts
{
    private static readonly ChatEvent Tap = new ChatEvent.Tapped("1", 1, "data");

    [Fact]
    public async Task Every_button_is_answered_by_somebody()
    {
        await using var store = await StoreHost.StartAsync();

        Assert.Equal(Names(CallbackCodec.Known), Names(store.Get<Router>().Buttons));
    }

    [Fact]
    public void A_command_or_a_button_that_two_answer_stops_the_start()
    {
        var table = new RouteTable().Command("/buy", Nothing).Tap<Callback.Home>(Nothing).Uploads((_, _) => Screen.Nothing);

        Assert.Throws<ArgumentException>(() => table.Command("/buy", Nothing));
        Assert.Throws<ArgumentException>(() => table.Tap<Callback.Home>(Nothing));
        Assert.Throws<InvalidOperationException>(() => table.Uploads((_, _) => Screen.Nothing));
    }

    [Fact]
    public async Task What_is_for_operators_does_not_exist_for_anybody_else()
    {
        await using var store = await StoreHost.StartAsync();
        var (customer, @operator) = (await ContextAsync(store, isOperator: false), await ContextAsync(store, isOperator: true));
        var routes = new Routes();
        routes.Operators.Command("/stock", Nothing).Tap<Callback.Admin>(Nothing).Uploads((_, _) => Screen.Nothing);
        ChatEvent[] asked = [new ChatEvent.Text("/stock", "", "/stock"), Tap, new ChatEvent.Uploaded("1", "numbers.csv", 1, "")];

        Assert.All(asked, happened => Assert.Null(routes.Find(customer, happened, "/stock", new Callback.Admin())));
        Assert.All(asked, happened => Assert.False(routes.Find(@operator, happened, "/stock", new Callback.Admin())!.NeedsTerms));
    }

    [Fact]
    public async Task Only_what_newcomers_may_do_needs_no_terms()
    {
        await using var store = await StoreHost.StartAsync();
        var chat = await ContextAsync(store, isOperator: false);
        var routes = new Routes();
        routes.Newcomers.Tap<Callback.DeclineTerms>(Nothing);
        routes.Customers.Tap<Callback.Home>(Nothing);

        Assert.False(routes.Find(chat, Tap, null, new Callback.DeclineTerms())!.NeedsTerms);
        Assert.True(routes.Find(chat, Tap, null, new Callback.Home())!.NeedsTerms);
        Assert.Null(routes.Find(chat, Tap, null, new Callback.Help()));
        // A button that does not open asks for nothing.
        Assert.Null(routes.Find(chat, Tap, null, null));
    }

    private static IEnumerable<string> Names(IEnumerable<Type> buttons) => buttons.Select(type => type.Name).Order(StringComparer.Ordinal);

    private static Screen Nothing(ChatContext chat) => Screen.Nothing;

    private static async Task<ChatContext> ContextAsync(StoreHost store, bool isOperator)
    {
        var person = await store.CustomerAsync();
        var id = person.Id.ToString(CultureInfo.InvariantCulture);
        var customer = await store.Get<FindCustomerHandler>().HandleAsync(id, CancellationToken.None);
        return new ChatContext(customer.Value, isOperator, store.Get<Texts.TextBook>()["en"], 1, 1);
    }
}
