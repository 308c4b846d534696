using XthonBot.Bot.Hosting;

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
catch (Exception e) when (StartFailure.Lines(e) is { } lines)
{
    foreach (var line in lines)
        await Console.Error.WriteLineAsync(line);
    return 1;
}
