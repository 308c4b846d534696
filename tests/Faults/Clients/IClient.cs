namespace XthonBot.Faults.Clients;

/// <summary>Somebody who does something with the store again and again, whatever state it is in.</summary>
internal interface IClient
{
    /// <summary>Does it once. Ends soon, with whatever outcome, and notes in the journal what is known of it.</summary>
    Task OnceAsync();
}
