using System.Globalization;
using PixelShap.Video.Clips;
using PixelShap.Video.Rendering.Panels;

namespace PixelShap.Video.Rendering.Reviews;

/// <summary>Writes the facts of a recording for people.</summary>
internal static class FactTexts
{
    /// <summary>Wall-clock time, speed and place at a time of the clip, as far as they are known.</summary>
    internal static IReadOnlyList<string> At(ClipFacts clip, double seconds)
    {
        List<string> facts = [];
        if (clip.RecordedAt is { } recorded)
        {
            facts.Add(Clock(recorded.AddSeconds(seconds), clip.IsZoneKnown));
        }

        if (clip.FixAt(seconds) is { } fix)
        {
            if (fix.SpeedMetresPerSecond is { } speed)
            {
                facts.Add(Speed(speed));
            }

            facts.Add(Place(fix));
        }

        return facts;
    }

    /// <summary>That time runs slower than filmed, which closing speeds must not be judged by; nothing where it does not.</summary>
    internal static IEnumerable<string> SlowMotion(double slow)
    {
        if (slow > 1)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"SLOW MOTION {slow:0.##}×");
        }
    }

    /// <summary>What a title card says of the recording and of what is shown of it, one line each.</summary>
    internal static IEnumerable<string> Of(ReviewOptions options, ReviewPlan plan)
    {
        (double from, double to) = (plan.Pieces[0].From, plan.Pieces[^1].To);
        if (options.Clip.RecordedAt is { } recorded)
        {
            yield return $"Recorded {Clock(recorded.AddSeconds(from), options.Clip.IsZoneKnown)}{Origin(options.Clip.RecordedAtSource)}" + (options.Clip.Device.Length > 0 ? $" with {options.Clip.Device}" : "");
        }
        else if (options.Clip.Device.Length > 0)
        {
            yield return $"Recorded with {options.Clip.Device}";
        }

        if (options.Clip.FixAt(from, to - from) is { } fix)
        {
            yield return Place(fix);
        }

        string speed = options.Slow > 1 ? string.Create(CultureInfo.InvariantCulture, $", {options.Slow:0.##} times slower than filmed") : "";
        double shown = plan.Pieces.Sum(piece => piece.To - piece.From);
        string stretch = $"{ClipTime.Format(from, 0.1)} to {ClipTime.Format(to, 0.1)}";
        yield return string.Create(
            CultureInfo.InvariantCulture, $"{(plan.Pieces.Count == 1 ? stretch : $"{plan.Pieces.Count} moments from {stretch}")}, {shown:0.0} s{speed}");
        if (options.Blur is { } blur)
        {
            yield return $"Made unrecognisable as far as found: {string.Join(", ", blur.Names)}";
        }
    }

    /// <summary><c>2026-11-21 14:32:07 UTC</c>, or with its offset where the device wrote one, or with nothing where the zone is unknown.</summary>
    internal static string Clock(DateTimeOffset time, bool isZoneKnown) => !isZoneKnown
        ? time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
        : time.Offset == TimeSpan.Zero
        ? time.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)
        : time.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    /// <summary>Whose clock it is, where that is not the satellites' or the user's.</summary>
    private static string Origin(string source) => source switch
    {
        TimeOrigin.Name => " (name of the file)",
        _ when TimeOrigin.IsCamera(source) => " (camera's clock)",
        _ => "",
    };

    internal static string Speed(double metresPerSecond) => string.Create(CultureInfo.InvariantCulture, $"{metresPerSecond * 3.6:0} km/h");

    internal static string Place(GpsFix fix) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Math.Abs(fix.Latitude):0.00000}° {(fix.Latitude < 0 ? 'S' : 'N')} {Math.Abs(fix.Longitude):0.00000}° {(fix.Longitude < 0 ? 'W' : 'E')}");
}
