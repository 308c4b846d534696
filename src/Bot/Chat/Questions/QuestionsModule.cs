using XthonBot.Bot.Chat.Routing;

namespace XthonBot.Bot.Chat.Questions;

internal static class QuestionsModule
{
    public static IServiceCollection AddQuestions(this IServiceCollection services) =>
        services.AddFeature<QuestionScreens>().AddFeature<QuestionGate>().AddSingleton<Answers>();
}
