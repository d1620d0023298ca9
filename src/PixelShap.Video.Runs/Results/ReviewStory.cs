using System.Globalization;
using PixelShap.Video.Events;

namespace PixelShap.Video.Runs.Results;

/// <summary>Tells a moment in one sentence: what happened, when, who, what the model answered and what that rested on.</summary>
public static class ReviewStory
{
    private const int LongestAnswer = 110;

    /// <summary>The sentence.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="results">The run.</param>
    public static string Of(ReviewMoment moment, RunResults results)
    {
        ArgumentNullException.ThrowIfNull(moment);
        ArgumentNullException.ThrowIfNull(results);
        string what = moment.Event is { } one ? $"{EventKinds.Words(one.Kind)}{Who(one, results)}" : moment.Decisive is { } decisive ? $"the answer hangs on {decisive.ClassName} {decisive.TrackId}" : "nothing known";
        string answer = moment.Keyframe is { } keyframe
            ? $" {keyframe.Model} answered{At(moment, keyframe.Seconds)}: “{Short(keyframe.Answer)}” {results.Settled(keyframe).Attribution.Verdict.Sentence}{(keyframe.DoNotRely is { } warning ? $" {warning}" : "")}"
            : " No question was answered there.";
        return $"{Clock(moment.Seconds)}: {what}.{answer}";
    }

    /// <summary>The event in few words, for a badge: <c>An impact with car 19</c>.</summary>
    public static string Words(DrivingEvent one, RunResults results)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(results);
        string words = $"{EventKinds.Words(one.Kind)}{Who(one, results)}";
        return $"{char.ToUpperInvariant(words[0])}{words[1..]}";
    }

    private static string Who(DrivingEvent one, RunResults results)
    {
        string who = string.Join(" and ", one.Tracks.Select(track => $"{results.ClassOf(track, "object")} {track}"));
        return who.Length == 0 ? "" : one.Kind is EventKinds.Impact or EventKinds.NearMiss ? $" with {who}" : $": {who}";
    }

    private static string At(ReviewMoment moment, double seconds) => Math.Abs(moment.Seconds - seconds) < 0.05 ? "" : $" at {Clock(seconds)}";

    private static string Short(string answer) => answer.Length <= LongestAnswer ? answer : $"{answer[..LongestAnswer].TrimEnd()}…";

    private static string Clock(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 60)}:{seconds % 60:00.0}");
}
