using System.Data.Common;
using Microsoft.Extensions.Options;
using XthonBot.Bot.Hosting;
using XthonBot.Core.Foundation.Protection;

// Before there are threads.
NativeMemory.ShareArena();

try
{
    if (await CommandLine.RunAsync(args) is { } exitCode)
        return exitCode;

    await using (var store = await StoreApp.CreateAsync(args, toRun: true))
        await store.RunAsync();
    return 0;
}
catch (DbException e)
{
    await Console.Error.WriteLineAsync($"The database of ConnectionStrings:Store cannot be used: {e.Message}");
    return 1;
}
catch (Exception e) when (e is ConfigurationException or OptionsValidationException or IOException or KeysAwayException
    || (e is InvalidOperationException && e.Message.Contains("configuration", StringComparison.OrdinalIgnoreCase)))
{
    // One line that names the key; a stack trace would bury it.
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
