using System.Security.Cryptography;

namespace XthonBot.Core.Leases;

/// <summary>One start of the store: whoever is started again is somebody else.</summary>
public sealed class Holder
{
    public string Id { get; } = RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <summary>The name of the lease by which others see that this process lives.</summary>
    internal string LifeName => LifePrefix + Id;

    internal const string LifePrefix = "process:";

    public override string ToString() => Id;
}
