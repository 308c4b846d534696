using Microsoft.Extensions.DependencyInjection;

namespace XthonBot.Core.Modules.Questions;

internal static class QuestionsModule
{
    public static IServiceCollection AddQuestions(this IServiceCollection services) =>
        services.AddSingleton<AskQuestionHandler>().AddSingleton<AnswerQuestionHandler>().AddSingleton<LeaveQuestionsHandler>();
}
