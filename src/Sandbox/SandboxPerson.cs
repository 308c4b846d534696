namespace XthonBot.Sandbox;

/// <summary>Somebody who can chat with the bot in the sandbox. The private chat has the same id as the person, as on Telegram.</summary>
/// <param name="Id">Telegram user id, above zero.</param>
/// <param name="FirstName">Shown on the page and sent as <c>from.first_name</c>.</param>
/// <param name="Username">Without the @; empty for none.</param>
/// <param name="LanguageCode">IETF tag, sent as <c>from.language_code</c>.</param>
/// <param name="Role"><c>customer</c> or <c>operator</c>. A label for the page: the store decides who is an operator by its own
/// settings.</param>
/// <param name="HasStarted">Whether they have pressed Start before, so that the bot may write to them at once.</param>
public sealed record SandboxPerson(long Id, string FirstName, string Username, string LanguageCode, string Role, bool HasStarted = false);
