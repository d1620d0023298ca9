using System.Text.Json.Nodes;
using PixelShap.Video.Frames;
using PixelShap.Video.Time;

namespace PixelShap.Video.Runs.Results;

/// <summary>
/// The time of the clip at which its annotated video begins. The video keeps the times of the clip. A clock that begins hours late, as those of broadcast
/// streams do, is moved to 0: players would show nothing until then.
/// </summary>
/// <param name="Time">The time.</param>
public readonly record struct VideoOrigin(MediaTime Time)
{
    private const double LatestStartSeconds = 10;

    /// <summary>The same in seconds.</summary>
    public double Seconds => Time.Seconds;

    /// <summary>The origin for a clip.</summary>
    public static VideoOrigin Of(VideoInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        return new(IsLate(info.StartTime.Seconds) ? info.StartTime : new MediaTime(0, info.TimeBase));
    }

    /// <summary>The time of a finished run, in seconds, at which its annotated video begins: 0, or for a clip whose clock begins late the start of that
    /// clock.</summary>
    /// <param name="results">What was found.</param>
    /// <param name="document">What <c>run.json</c> holds.</param>
    public static double Of(RunResults results, JsonObject document)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(document);

        // A live run draws its video on the axis of the run.
        double start = results.Header.InputHash.Length == 0 ? 0
            : document["input"] is JsonObject input && input["start_seconds"] is JsonValue value && value.TryGetValue(out double written) ? written
            : results.Seconds.Start;
        return IsLate(start) ? start : 0;
    }

    private static bool IsLate(double seconds) => Math.Abs(seconds) > LatestStartSeconds;
}
