namespace XthonBot.Bot.Hosting;

/// <summary>A key of the configuration is missing or wrong; the message names it.</summary>
internal sealed class ConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
