using XthonBot.Core.Modules.Questions;

namespace XthonBot.Core.Tests.Questions;

public sealed class QuestionFacts
{
    private const long Bot = 1,
        Olga = 1003;
    private static readonly Subject Ann = new(Customer: new CustomerId(7));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_twenty_answers_at_once_one_counts_and_it_does_again_when_it_is_handled_again()
    {
        await using var store = await TestStore.StartAsync();
        var (ask, answer) = (store.Get<AskQuestionHandler>(), store.Get<AnswerQuestionHandler>());
        var id = await ask.HandleAsync(Ask(10), Ct);

        var counted = await Task.WhenAll(
            Enumerable.Range(20, 20).Select(async update => (Update: (long)update, Counts: await answer.CloseAsync(id, update, Ct)))
        );

        var winner = Assert.Single(counted, c => c.Counts).Update;
        Assert.True(await answer.CloseAsync(id, winner, Ct));
        Assert.Equal(QuestionState.Open, (await FindAsync(store, winner))!.State);
        Assert.Equal(QuestionState.Over, (await FindAsync(store, winner + 100))!.State);
    }

    [Fact]
    public async Task An_update_that_is_handled_again_asks_the_same_question()
    {
        await using var store = await TestStore.StartAsync();
        var ask = store.Get<AskQuestionHandler>();
        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ask.HandleAsync(Ask(10), Ct)));
        Assert.Single(ids.Distinct());
        Assert.Equal(new QuestionView(ids[0], QuestionKind.Credit, Ann, QuestionState.Open), await FindAsync(store, 11));
        Assert.NotEqual(ids[0], await ask.HandleAsync(Ask(10) with { BotId = 2 }, Ct));
    }

    [Fact]
    public async Task The_latest_is_found_without_a_reply_and_each_by_a_reply_to_its_first_or_its_latest_message()
    {
        await using var store = await TestStore.StartAsync();
        var ask = store.Get<AskQuestionHandler>();
        var first = await ask.HandleAsync(Ask(10), Ct);
        await ask.ShownAsync(first, 100, Ct);
        var second = await ask.HandleAsync(Ask(11) with { Kind = QuestionKind.Debit }, Ct);
        foreach (var message in new[] { 101, 102, 103 })
            await ask.ShownAsync(second, message, Ct);

        Assert.Equal(second, (await FindAsync(store, 12))!.Id);
        Assert.Equal(first, (await FindAsync(store, 12, 100))!.Id);
        Assert.Equal(second, (await FindAsync(store, 12, 101))!.Id);
        Assert.Equal(second, (await FindAsync(store, 12, 103))!.Id);
        Assert.Null(await FindAsync(store, 12, 99));
        Assert.Null(await store.Get<AnswerQuestionHandler>().FindAsync(new Reply(Bot, Olga + 1, 12, 100), Ct));
        Assert.Null(await store.Get<AnswerQuestionHandler>().FindAsync(new Reply(Bot + 1, Olga, 12, 100), Ct));
        Assert.Null(await store.Get<AnswerQuestionHandler>().FindAsync(first, Olga + 1, 12, Ct));
    }

    [Fact]
    public async Task Bug_What_was_left_for_something_else_was_answered_by_that_when_it_was_handled_again()
    {
        await using var store = await TestStore.StartAsync();
        var answer = store.Get<AnswerQuestionHandler>();
        await store.Get<AskQuestionHandler>().HandleAsync(Ask(10), Ct);

        Assert.Equal(1, await store.Get<LeaveQuestionsHandler>().HandleAsync(Bot, Olga, 11, Ct));

        Assert.Equal(QuestionState.Over, (await FindAsync(store, 11))!.State);
        Assert.False(await answer.HasAnsweredAsync(Bot, Olga, 11, Ct));
        var next = await store.Get<AskQuestionHandler>().HandleAsync(Ask(12), Ct);
        Assert.True(await answer.CloseAsync(next, 13, Ct));
        Assert.True(await answer.HasAnsweredAsync(Bot, Olga, 13, Ct));
        Assert.False(await answer.HasAnsweredAsync(Bot, Olga + 1, 13, Ct));
        Assert.False(await answer.HasAnsweredAsync(Bot + 1, Olga, 13, Ct));
    }

    [Fact]
    public async Task What_has_waited_answers_nothing_that_was_asked_since()
    {
        await using var store = await TestStore.StartAsync();
        var (ask, answer) = (store.Get<AskQuestionHandler>(), store.Get<AnswerQuestionHandler>());
        var before = await ask.HandleAsync(Ask(10), Ct);
        await ask.HandleAsync(Ask(12) with { Kind = QuestionKind.Debit }, Ct);

        Assert.Equal(before, (await answer.FindAsync(new Reply(Bot, Olga, 11, null) { HasWaited = true }, Ct))!.Id);
        Assert.Null(await answer.FindAsync(new Reply(Bot, Olga, 9, null) { HasWaited = true }, Ct));
    }

    [Fact]
    public async Task The_same_question_once_more_takes_the_place_of_the_first_and_another_does_not()
    {
        await using var store = await TestStore.StartAsync();
        var ask = store.Get<AskQuestionHandler>();
        var first = await ask.HandleAsync(Ask(10), Ct);
        await ask.HandleAsync(Ask(11) with { About = new Subject(Customer: new CustomerId(8)) }, Ct);
        Assert.Equal(QuestionState.Open, (await StateOf(store, first)));
        await ask.HandleAsync(Ask(12), Ct);
        Assert.Equal(QuestionState.Over, (await StateOf(store, first)));
    }

    [Fact]
    public async Task A_question_expires_and_a_wrong_answer_gives_it_its_whole_time_again()
    {
        await using var store = await TestStore.StartAsync();
        var (ask, answer) = (store.Get<AskQuestionHandler>(), store.Get<AnswerQuestionHandler>());
        var id = await ask.HandleAsync(Ask(10), Ct);
        store.Time.Advance(Question.Patience - TimeSpan.FromSeconds(1));
        await answer.CloseAsync(id, 11, Ct);
        await answer.ReopenAsync(id, Olga, 11, Ct);
        store.Time.Advance(Question.Patience - TimeSpan.FromSeconds(1));
        Assert.Equal(QuestionState.Open, await StateOf(store, id));
        store.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(QuestionState.Expired, await StateOf(store, id));
        Assert.Equal(0, await store.Get<LeaveQuestionsHandler>().HandleAsync(Bot, Olga, 12, Ct));

        // It is said once; the same update, handled again after a crash, does not find it open.
        Assert.True(await answer.ForgetAsync(id, Ct));
        Assert.Equal(QuestionState.Over, (await FindAsync(store, 12))!.State);

        store.Time.Advance(TimeSpan.FromDays(31));
        Assert.Equal(1, await store.Get<LeaveQuestionsHandler>().PurgeAsync(Ct));
    }

    [Fact]
    public async Task The_one_that_is_asked_anew_is_the_latest()
    {
        await using var store = await TestStore.StartAsync();
        var (ask, answer) = (store.Get<AskQuestionHandler>(), store.Get<AnswerQuestionHandler>());
        var first = await ask.HandleAsync(Ask(10), Ct);
        await ask.HandleAsync(Ask(11) with { About = new Subject(Customer: new CustomerId(8)) }, Ct);
        await answer.CloseAsync(first, 12, Ct);
        await answer.ReopenAsync(first, Olga, 12, Ct);

        Assert.Equal(first, (await FindAsync(store, 13))!.Id);
        await answer.CloseAsync(first, 13, Ct);
        Assert.Equal(QuestionState.Over, (await FindAsync(store, 14))!.State);
    }

    [Fact]
    public async Task Who_turns_to_something_else_leaves_every_question_of_theirs_and_nobody_elses()
    {
        await using var store = await TestStore.StartAsync();
        var ask = store.Get<AskQuestionHandler>();
        var mine = await ask.HandleAsync(Ask(10), Ct);
        await ask.HandleAsync(Ask(11) with { Kind = QuestionKind.Find, About = Subject.Nothing }, Ct);
        var other = await ask.HandleAsync(Ask(12) with { Chat = Olga + 1 }, Ct);

        Assert.Equal(2, await store.Get<LeaveQuestionsHandler>().HandleAsync(Bot, Olga, 13, Ct));

        Assert.Equal(QuestionState.Over, await StateOf(store, mine));
        Assert.Equal(QuestionState.Open, (await store.Get<AnswerQuestionHandler>().FindAsync(other, Olga + 1, 14, Ct))!.State);
    }

    [Fact]
    public async Task Bug_A_debit_that_is_handled_again_is_not_short_of_what_it_took()
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync("20.00");
        var debit = new MoveMoney(ann.Id, Direction.Debit, Money.Parse("15.00").Value, TestStore.Operator, null, "update:1:1:money");
        var move = store.Get<MoveMoneyHandler>();

        var (first, again) = ((await move.HandleAsync(debit, Ct)).Value, (await move.HandleAsync(debit, Ct)).Value);

        Assert.Equal(first with { Replayed = true }, again);
        Assert.IsType<Error.InsufficientFunds>((await move.HandleAsync(debit with { Reference = "another" }, Ct)).Error);
    }

    private static AskQuestion Ask(long update) => new(Bot, Olga, update, QuestionKind.Credit, Ann);

    private static Task<QuestionView?> FindAsync(TestStore store, long update, int? replyTo = null) =>
        store.Get<AnswerQuestionHandler>().FindAsync(new Reply(Bot, Olga, update, replyTo), Ct);

    private static async Task<QuestionState> StateOf(TestStore store, QuestionId id) =>
        (await store.Get<AnswerQuestionHandler>().FindAsync(id, Olga, long.MaxValue, Ct))!.State;
}
