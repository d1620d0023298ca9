using System.Text.RegularExpressions;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Attribution.Claims;

/// <summary>A thing that a claim says is there.</summary>
/// <param name="Classes">The classes of which any would do.</param>
/// <param name="Colours">The colours that it is said to have; none where none is named.</param>
/// <param name="Lamp">The lamp that is said to be lit.</param>
internal sealed record ClaimedThing(IReadOnlyList<string> Classes, PaintColours Colours, LampColour Lamp)
{
    /// <summary>What is checked of it.</summary>
    public ClaimTopic Topic => Lamp != LampColour.Unknown ? ClaimTopic.Light : Colours != PaintColours.None ? ClaimTopic.Colour : ClaimTopic.Thing;

    /// <summary>Whether another claim speaks of the same: the same kind of thing, in the same colours, with the same lamp.</summary>
    public bool IsSame(ClaimedThing other) =>
        Colours == other.Colours && Lamp == other.Lamp && 2 * Classes.Intersect(other.Classes, StringComparer.Ordinal).Count() > Classes.Union(other.Classes, StringComparer.Ordinal).Count();
}

/// <summary>Which things a claim says are there, and in what colour, in words of English: tables, not a model.</summary>
internal static partial class ClaimedThings
{
    /// <summary>The class of traffic lights.</summary>
    public const string Light = "traffic light";

    // Words before a noun among which its colour is looked for, and words after it.
    private const int WordsBefore = 3, WordsAfter = 9;

    /// <summary>The things, in their order; none where the claim names none, denies them or only considers them.</summary>
    public static IReadOnlyList<ClaimedThing> Of(string claim)
    {
        string text = $" {Separators().Replace(claim.ToLowerInvariant(), " ").Trim()} ";
        if (Denial().IsMatch(text))
        {
            return [];
        }

        string[] words = text.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        (int At, int Length, ClaimedNoun Noun)[] nouns = [.. NounsOf(words)];
        return [.. nouns.Index().Select(found => ThingOf(words, nouns, found.Index)).OfType<ClaimedThing>()];
    }

    private static IEnumerable<(int At, int Length, ClaimedNoun Noun)> NounsOf(string[] words)
    {
        for (int at = 0; at < words.Length;)
        {
            (int length, ClaimedNoun? noun) = ClaimedNoun.At(words, at);
            if (noun is not null)
            {
                yield return (at, length, noun);
            }

            at += length;
        }
    }

    private static ClaimedThing? ThingOf(string[] words, (int At, int Length, ClaimedNoun Noun)[] nouns, int index)
    {
        (int at, int length, ClaimedNoun noun) = nouns[index];
        int from = index == 0 ? 0 : nouns[index - 1].At + nouns[index - 1].Length, to = index + 1 < nouns.Length ? nouns[index + 1].At : words.Length;
        string[] named = [.. noun.Kind == NounKind.Person ? [] : Before(words, at, from), .. After(words, at + length, to, noun.Kind)];
        if (noun.Kind != NounKind.Light)
        {
            return new ClaimedThing(noun.Classes, named.Aggregate(PaintColours.None, (all, word) => all | ColourWords.Paint(word)), LampColour.Unknown);
        }

        LampColour lamp = named.Select(ColourWords.Lamp).FirstOrDefault(lamp => lamp != LampColour.Unknown);

        // "A light" may be any light: only one that is said to be red, amber or green is a traffic light.
        return noun.IsVague && lamp == LampColour.Unknown ? null : new ClaimedThing(noun.Classes, PaintColours.None, lamp);
    }

    /// <summary>The colours right before a noun: "a red parked car", "the red and white bus".</summary>
    private static IEnumerable<string> Before(string[] words, int at, int from)
    {
        for (int i = at - 1; i >= Math.Max(from, at - WordsBefore); i--)
        {
            if (ColourWords.IsColour(words[i]))
            {
                yield return words[i];
            }
            else if (ColourWords.EndsPhrase(words[i]) && !(words[i] == "and" && i > from && ColourWords.IsColour(words[i - 1])))
            {
                yield break;
            }
        }
    }

    /// <summary>The colours that are said of a noun: "the car ahead is dark red", "a pedestrian in a red jacket".</summary>
    private static IEnumerable<string> After(string[] words, int start, int end, NounKind kind)
    {
        for (int i = start; i < Math.Min(end, start + WordsAfter); i++)
        {
            if (!ColourWords.IsLink(words[i]))
            {
                continue;
            }

            int k = i + 1;
            while (k < end && ColourWords.IsFiller(words[k]))
            {
                k++;
            }

            // "Is behind the red house", "has a red trailer": the colour is another thing's.
            if (k < end && ColourWords.IsColour(words[k]) && (k + 1 == words.Length || ColourWords.MayFollow(words[k + 1], kind)))
            {
                yield return words[k];
                yield break;
            }
        }
    }

    [GeneratedRegex(@"[^\p{L}\p{Nd}']+")]
    private static partial Regex Separators();

    [GeneratedRegex(@" (no|not|nobody|nothing|none|never|without|neither|nor|isn't|aren't|don't|doesn't|cannot|can't|clear of|free of|if|unless|would|may|might|could|any|perhaps|maybe|possibly|look out for|watch for|watch out for) ")]
    private static partial Regex Denial();
}
