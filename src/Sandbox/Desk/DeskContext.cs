namespace XthonBot.Sandbox.Desk;

/// <summary>The things that a provider's speaker works with.</summary>
internal sealed record DeskContext(DeskBook Book, DeskHooks Hooks, DeskOptions Options, TimeProvider Time)
{
    /// <summary>The sandbox's own address; known once it listens, before anybody can call.</summary>
    public Uri Root { get; set; } = new("http://127.0.0.1/");

    /// <summary>The page that pays an invoice.</summary>
    public string PayPage(string provider, string externalId) => $"{Root.AbsoluteUri.TrimEnd('/')}/desk/pay/{provider}-{externalId}";
}
