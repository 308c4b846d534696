using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace XthonBot.Core.Tests.Data;

public sealed class RegistrationFacts
{
    private static readonly IServiceCollection Services = new ServiceCollection().AddStore(
        new ConfigurationBuilder().Build(),
        DatabaseProvider.Sqlite,
        "Data Source=:memory:"
    );

    [Fact]
    public void Every_handler_and_every_reaction_is_registered_by_its_folder() =>
        Assert.Empty(
            from type in typeof(Store).Assembly.GetTypes()
            where type is { IsClass: true, IsAbstract: false, IsNested: false }
            where type.Name.EndsWith("Handler", StringComparison.Ordinal) || type.GetInterfaces().Any(IsReaction)
            where Services.All(service => service.ServiceType != type)
            select type.Name
        );

    [Fact]
    public void Nothing_of_the_store_is_registered_twice() =>
        Assert.Empty(
            from service in Services
            where
                service.ServiceType.Assembly == typeof(Store).Assembly
                && service.ServiceType.IsClass
                && service.ServiceType != typeof(OldColumn)
            group service by service.ServiceType into registered
            where registered.Count() > 1
            select registered.Key.Name
        );

    private static bool IsReaction(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReaction<>);
}
