using Microsoft.Extensions.Options;

namespace XthonBot.Core.Foundation.Settings;

/// <summary>Validates an options class; stands beside that class.</summary>
public abstract class OptionsCheck<T> : IValidateOptions<T>
    where T : class
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        var problems = Problems(options).OfType<string>().ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    /// <summary>Each in one line: the key, what was found and what is expected, and never a secret. Null is fine.</summary>
    protected abstract IEnumerable<string?> Problems(T options);
}
