namespace XthonBot.Core.Foundation.CodeFinding;

internal enum CandidateShape
{
    /// <summary>Digits in one piece.</summary>
    Digits,

    /// <summary>Digits in pieces: <c>123-456</c>, <c>12 34 56</c>.</summary>
    Pieces,

    /// <summary>Digits in pieces, as in a large number: <c>482.913</c>.</summary>
    Dotted,

    /// <summary>Letters and digits.</summary>
    Mixed,

    /// <summary>Capitals.</summary>
    Letters,
}

internal readonly record struct Candidate(string Code, int Start, int End, CandidateShape Shape);
