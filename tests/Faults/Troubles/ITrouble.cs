namespace XthonBot.Faults.Troubles;

/// <summary>Something that happens to the store while people use it.</summary>
internal interface ITrouble
{
    string Name { get; }

    /// <summary>Whether the store had the time to answer whatever it accepted.</summary>
    bool LeavesTimeToAnswer => false;

    /// <summary>Lets it happen and puts it right again; afterwards the store runs and is ready.</summary>
    Task HappenAsync(Shop shop, Random random);
}
