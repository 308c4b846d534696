namespace XthonBot.Core.Foundation.Persistence;

/// <summary>A key of the host's data protection, for the databases that several hosts share.</summary>
public sealed class ProtectionKey
{
    private ProtectionKey() { }

    public ProtectionKey(string name, string xml) => (Name, Xml) = (name, xml);

    public long Id { get; private set; }

    public string Name { get; private set; } = "";

    public string Xml { get; private set; } = "";
}
