namespace XthonBot.TestKit;

/// <summary>An answer on its way out of the upstream store.</summary>
public sealed record UpstreamAnswer(string Action, string Body, int Status = 200);
