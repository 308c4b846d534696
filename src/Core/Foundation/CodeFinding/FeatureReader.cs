using System.Buffers;

namespace XthonBot.Core.Foundation.CodeFinding;

/// <summary>Says of each candidate what holds: <see cref="Feature"/>.</summary>
internal sealed class FeatureReader
{
    private const int Touching = 2;
    private const int Close = 12;
    private const int Far = 30;

    private static readonly SearchValues<char> Vowels = SearchValues.Create("AEIOUY");

    private readonly LayeredText text;
    private readonly Surroundings around;
    private readonly List<Candidate> candidates;
    private readonly int distinct;
    private readonly int closest;
    private readonly List<Feature> holding = [];

    public FeatureReader(LayeredText text, List<Word> words, List<Candidate> candidates)
    {
        (this.text, this.candidates) = (text, candidates);
        around = new(text, words);
        closest = candidates.Count == 0 ? 0 : candidates.Min(around.FromCode);
        distinct = candidates.Select(candidate => candidate.Code).Distinct().Count();
    }

    /// <returns>The features that hold; the list is used again for the next candidate.</returns>
    public List<Feature> Of(Candidate candidate)
    {
        holding.Clear();
        holding.Add(Feature.Always);
        var isLetters = candidate.Shape is CandidateShape.Mixed or CandidateShape.Letters;
        if (isLetters)
            AddLetters(candidate);
        else
            AddDigits(candidate);
        var isTold = AddCode(candidate, isLetters);
        AddWords(candidate, isLetters);
        AddUnits(candidate);
        AddPlace(candidate, isLetters, isTold);
        AddText(candidate, isLetters);
        return holding;
    }

    private void If(bool holds, Feature feature)
    {
        if (holds)
            holding.Add(feature);
    }

    private bool SaysAmount => Has(WordClass.Money) || text.Plain.Contains('%');

    private bool Has(WordClass kind) => around.Has(kind);

    private void AddDigits(Candidate candidate)
    {
        var code = candidate.Code;
        holding.Add(Feature.Digits3 + Math.Min(code.Length - 3, 6));
        If(candidate.Shape is CandidateShape.Pieces, Feature.InPieces);
        If(candidate.Shape is CandidateShape.Pieces && candidate.End - candidate.Start > code.Length + 1, Feature.InPiecesOfMany);
        If(candidate.Shape is CandidateShape.Dotted, Feature.Dotted);
        If(code[0] == '0', Feature.LeadingZero);
        If(Measures.IsYear(code) && string.CompareOrdinal(code, "2039") <= 0, Feature.YearLike);
        If(code.EndsWith("00", StringComparison.Ordinal), Feature.Round);
        If(Measures.IsDate(code), Feature.DateLike);
        If(
            code is "10086" or "10010" or "10000" or "12306" or "12315"
                || (code.Length == 5 && code.StartsWith("955", StringComparison.Ordinal)),
            Feature.ServiceNumber
        );
    }

    private void AddLetters(Candidate candidate)
    {
        var code = candidate.Code.AsSpan();
        if (candidate.Shape is CandidateShape.Letters)
        {
            If(true, code.ContainsAny(Vowels) ? Feature.LettersWordLike : Feature.LettersPlain);
            If(IsCapitals(candidate.Start - 2, -1) || IsCapitals(candidate.End + 1, 1), Feature.LettersAmongCapitals);
            return;
        }

        var turns = 0;
        for (var i = 1; i < code.Length; i++)
            turns += char.IsAsciiDigit(code[i]) != char.IsAsciiDigit(code[i - 1]) ? 1 : 0;
        var (hasLower, hasUpper) = (code.ContainsAnyInRange('a', 'z'), code.ContainsAnyInRange('A', 'Z'));
        If(code.Length <= 4, Feature.MixedShort);
        If(code.Length >= 8, Feature.MixedLong);
        If(hasLower && !hasUpper, Feature.MixedLower);
        If(hasLower && hasUpper, Feature.MixedBothCases);
        If(turns == 1, Feature.MixedOneTurn);
        // SAVE20, LETO2025.
        If(turns == 1 && char.IsAsciiLetter(code[2]) && char.IsAsciiDigit(code[^2]) && code.ContainsAny(Vowels), Feature.VoucherLike);
        If(IsJoint(candidate.Start - 1, -1) || IsJoint(candidate.End, 1), Feature.MixedInLongerId);
    }

    private bool IsJoint(int at, int step) => text[at] is '-' or '/' or '.' or '_' && char.IsAsciiLetterOrDigit(text[at + step]);

    /// <summary>Whether the word that begins or ends here is in capitals.</summary>
    private bool IsCapitals(int at, int step) =>
        char.IsUpper(text[at]) && char.IsUpper(text[at + step]) && text[at - step] is ' ' && !text.IsDigit(at + (2 * step));

    /// <returns>Whether a word for codes, or one that asks to use it, stands close by.</returns>
    private bool AddCode(Candidate candidate, bool isLetters)
    {
        int before = int.MaxValue,
            after = int.MaxValue;
        if (around.LastBefore(candidate, WordClass.Code) is { } left)
        {
            before = around.Distance(left.End, candidate.Start);
            var isOwnSentence = around.IsOneSentence(left.End, candidate.Start);
            If(around.HasNumber(left.End, candidate.Start), Feature.CodeBeforeBehindNumber);
            holding.Add(
                !isOwnSentence ? Feature.CodeInEarlierSentence
                : before <= Touching ? Feature.CodeTouchesBefore
                : before <= Close ? Feature.CodeNearBefore
                : before <= Far ? Feature.CodeFarBefore
                : Feature.CodeInSentenceBefore
            );
            before = isOwnSentence && !around.HasNumber(left.End, candidate.Start) ? before : int.MaxValue;
        }

        if (around.FirstAfter(candidate, WordClass.Code) is { } right)
        {
            after = around.Distance(candidate.End, right.Start);
            var isOwnSentence = around.IsOneSentence(candidate.End, right.Start);
            If(around.HasNumber(candidate.End, right.Start), Feature.CodeAfterBehindNumber);
            holding.Add(
                !isOwnSentence ? Feature.CodeInLaterSentence
                : after <= Touching ? Feature.CodeTouchesAfter
                : after <= Close ? Feature.CodeNearAfter
                : Feature.CodeFarAfter
            );
            after = isOwnSentence && !around.HasNumber(candidate.End, right.Start) ? after : int.MaxValue;
        }

        If(!Has(WordClass.Code), Feature.NoCodeWord);
        If(Has(WordClass.Code) && around.FromCode(candidate) == closest, Feature.ClosestToCode);
        If(around.NearestNameBefore(candidate) is not (null or WordClass.Code), Feature.OtherNameNearer);
        var isTold = before <= Touching || (after <= Close && around.StartsSentence(candidate));
        if (isLetters)
        {
            holding.Add(
                isTold ? Feature.LettersToldByCode
                : Math.Min(before, after) <= Far ? Feature.LettersNearCode
                : Feature.LettersWithoutCode
            );
            If(isTold && !Has(WordClass.Promo) && !SaysAmount, Feature.LettersToldWithoutPromo);
            If(isTold && candidate.Code.Length <= 4, Feature.ShortMixToldByCode);
        }

        var isColon = around.IsColon(candidate.Start);
        var isPlain = before <= Far && (isColon || around.Touches(WordClass.Copula, candidate, -1));
        var isFirst = after <= Far && around.StartsSentence(candidate) && around.Touches(WordClass.Copula, candidate, 1);
        If(isPlain, Feature.ToldPlainly);
        If(isFirst, Feature.ToldFirst);
        If((isPlain || isFirst) && candidate.Code.Length == 3, Feature.Digits3ToldPlainly);
        If(!isPlain && !isFirst && Has(WordClass.Gone), Feature.GoneNotToldPlainly);
        If(Math.Min(before, after) <= Far && around.IsYours(candidate), Feature.YourCode);
        If(Has(WordClass.Your) && Has(WordClass.Code), Feature.YourCodeSaid);
        If(isColon, Feature.ColonBefore);
        If(before <= Close && isColon, Feature.ColonBeforeCodeNear);
        return Math.Min(before, after) <= Far;
    }

    private void AddWords(Candidate candidate, bool isLetters)
    {
        AddNear(candidate, WordClass.Use, Feature.UseTouchesBefore, Feature.UseNearBefore);
        If(Has(WordClass.Use), Feature.UseElsewhere);
        AddNear(candidate, WordClass.Reference, Feature.ReferenceTouchesBefore, Feature.ReferenceNearBefore);
        AddNear(candidate, WordClass.Doubt, Feature.DoubtTouchesBefore, Feature.DoubtNearBefore);
        AddNear(candidate, WordClass.Phone, Feature.PhoneTouchesBefore, Feature.PhoneNearBefore);
        AddNear(candidate, WordClass.Hint, Feature.HintNearBefore, Feature.HintNearBefore);
        If(
            around.FirstAfter(candidate, WordClass.Hint) is { } hint && around.IsNear(candidate.End, hint.Start, Far),
            Feature.HintNearAfter
        );
        If(Has(WordClass.Hint), Feature.HintElsewhere);
        If(Has(WordClass.Secret), Feature.SecretSaid);
        If(Has(WordClass.Valid), Feature.ValidSaid);
        If(Has(WordClass.Gone), Feature.GoneSaid);
        If(Has(WordClass.Promo), Feature.PromoSaid);
        If(Has(WordClass.Promo) && isLetters, Feature.PromoSaidOfLetters);
        If(SaysAmount && isLetters, Feature.AmountSaidOfLetters);
        If(around.Touches(WordClass.Reference, candidate, 1), Feature.ReferenceTouchesAfter);
        If(
            !Has(WordClass.Code) && !Has(WordClass.Hint) && !Has(WordClass.Use) && !Has(WordClass.Secret) && !Has(WordClass.Valid),
            Feature.NoWordAtAll
        );
        If(around.Touches(WordClass.Copula, candidate, -1), Feature.CopulaBefore);
        If(around.Touches(WordClass.Copula, candidate, 1), Feature.CopulaAfter);
        If(around.Touches(WordClass.At, candidate, -1), Feature.AtBefore);
        If(around.Touches(WordClass.At, candidate, -1) && Measures.IsTime(candidate.Code), Feature.AtBeforeTime);
    }

    private void AddNear(Candidate candidate, WordClass kind, Feature touching, Feature near)
    {
        if (around.LastBefore(candidate, kind) is not { } word || !around.IsNear(word.End, candidate.Start, Close))
            return;
        holding.Add(around.Distance(word.End, candidate.Start) <= Touching ? touching : near);
    }

    private void AddUnits(Candidate candidate)
    {
        var (start, end) = (candidate.Start, candidate.End);
        switch (Measures.UnitAfter(text, start, end))
        {
            case Measure.Money:
                holding.Add(Feature.MoneyAfter);
                break;
            case Measure.Percent:
                holding.Add(Feature.PercentAfter);
                break;
            case Measure.Time:
                holding.Add(Feature.TimeAfter);
                break;
            case Measure.Count:
                holding.Add(Feature.CountAfter);
                break;
            case Measure.Year:
                holding.Add(Feature.YearAfter);
                break;
        }

        var at = text[start - 1] == ' ' ? start - 2 : start - 1;
        var isSign = Measures.IsCurrency(text[at]) && (at == start - 1 || !text.IsDigit(at - 1));
        If(isSign || around.IsAfter(WordClass.Money, candidate), Feature.MoneyBefore);
        If(Measures.IsYear(candidate.Code) && around.IsAfter(WordClass.Month, candidate), Feature.MonthBefore);
    }

    private void AddPlace(Candidate candidate, bool isLetters, bool isTold)
    {
        var (start, end) = (candidate.Start, candidate.End);
        var isWhole = start <= around.First && end >= around.Last;
        If(isWhole, Feature.WholeText);
        If(isWhole && candidate.Code.Length >= 4 && !isLetters, Feature.WholeTextOfSixDigits);
        If(start <= around.First, Feature.FirstInText);
        If(start <= around.First && (Has(WordClass.Code) || Has(WordClass.Hint)), Feature.FirstInTextWithCodeOrHint);
        If(end >= around.Last, Feature.LastInText);
        var (left, right) = (around.Skip(start - 1, -1), around.Skip(end, 1));
        var ownsLine = text[left] == '\n' && text[right] == '\n';
        If(ownsLine, Feature.OwnLine);
        If(ownsLine && isLetters, Feature.OwnLineOfLetters);
        If(around.IsOpening(start - 1) && around.IsClosing(end), Feature.Emphasised);
        If(text[start - 1] == '【' && text[end] == '】' && start <= around.First, Feature.NameInBrackets);
        If(text[start - 1] == '#', Feature.HashBefore);
        If(text[left] is '№' or 'º' or '°', Feature.NumeroBefore);
        If(text[start - 1] == '-' && char.IsLetter(text[start - 2]), Feature.DashBeforeLetter);
        If(text[start - 1] == '/' || text[end] == '/', Feature.SlashBeside);
        If(around.IsSpacedLetter(end), Feature.RunsIntoWordAfter);
        If(around.IsSpacedLetter(start - 1), Feature.RunsIntoWordBefore);
        If(around.EndsSentence(end), Feature.EndsSentence);
        var hasPlainAfter = text[end] == ' ' && char.IsLower(text[end + 1]) && !around.IsInWord(end + 1);
        If(hasPlainAfter, Feature.PlainWordAfter);
        If(hasPlainAfter && !isTold, Feature.PlainWordAfterNoEvidence);
        If(text[end] == ' ' && char.IsUpper(text[end + 1]), Feature.CapitalWordAfter);
        var hasPlainBefore = text[start - 1] == ' ' && Vocabulary.IsLetter(text[start - 2]) && !around.IsInWord(start - 2);
        If(hasPlainBefore, Feature.PlainWordBefore);
        If(hasPlainBefore && !isTold, Feature.PlainWordBeforeNoEvidence);
    }

    private void AddText(Candidate candidate, bool isLetters)
    {
        var isOnly = distinct == 1;
        If(isOnly, Feature.OnlyCandidate);
        If(isOnly && Has(WordClass.Code), Feature.OnlyWithCode);
        If(isOnly && !Has(WordClass.Code) && Has(WordClass.Hint), Feature.OnlyWithHint);
        If(isOnly && !Has(WordClass.Code) && !Has(WordClass.Hint), Feature.OnlyWithoutEither);
        If(isOnly && candidate.Code.Length == 6 && !isLetters, Feature.OnlySixDigits);
        If(distinct == 2, Feature.TwoCandidates);
        If(distinct > 3, Feature.ManyCandidates);
        If(candidates.Exists(other => other.Start != candidate.Start && other.Code == candidate.Code), Feature.Repeated);
        If(text.Length <= 50, Feature.ShortText);
        If(text.Length > 140, Feature.LongText);
    }
}
