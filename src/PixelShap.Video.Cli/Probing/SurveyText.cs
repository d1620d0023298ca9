using System.Globalization;
using PixelShap.Video.Clips;
using PixelShap.Video.Media.Drives;
using Spectre.Console;

namespace PixelShap.Video.Cli.Probing;

/// <summary>A clip in lines for people.</summary>
internal static class SurveyText
{
    private const double KilometresPerHour = 3.6;

    public static void Show(IAnsiConsole console, ClipSurvey survey)
    {
        console.WriteLine(Path.GetFileName(survey.Path));
        foreach ((string name, string text) in Lines(survey))
        {
            console.WriteLine($"  {name,-11}{text}");
        }
    }

    /// <summary>When a clip was recorded, whose clock says so and how sure that is.</summary>
    public static string Recorded(ClipFacts facts)
    {
        if (facts.RecordedAt is not { } at)
        {
            return facts.UnreadClock is { } clock
                ? $"unknown: the pictures say {clock}, but day and month cannot be told apart; name it with --time"
                : "unknown: no satellites, no clock in the recording, no time in the name";
        }

        string zone = !facts.IsZoneKnown ? "local time of an unknown zone" : at.Offset == TimeSpan.Zero ? "UTC" : at.ToString("zzz", CultureInfo.InvariantCulture);
        string sure = facts.RecordedAtUncertaintySeconds is { } seconds
            ? string.Create(CultureInfo.InvariantCulture, $"within {seconds:0.#} s{(TimeOrigin.IsCamera(facts.RecordedAtSource) ? " if the camera's clock is right" : "")}")
            : "not sure: its first point was taken for the beginning of the clip";
        return string.Create(CultureInfo.InvariantCulture, $"{at:yyyy-MM-dd HH:mm:ss.fff} {zone}, {TimeOrigin.Words(facts.RecordedAtSource)}, {sure}");
    }

    /// <summary>Why the camera kept a recording.</summary>
    public static string Happened(RecordedEvent happened)
    {
        string at = happened.Seconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $", {Math.Abs(seconds):0} s {(seconds < 0 ? "before" : "behind")} the beginning") : "";
        string reason = happened.Reason.Length > 0 ? happened.Reason.Replace('_', ' ') : "no reason given";
        return string.Create(CultureInfo.InvariantCulture, $"{reason} at {happened.Time:yyyy-MM-dd HH:mm:ss} by the camera's clock{at}{(happened.Place.Length > 0 ? $", {happened.Place}" : "")}");
    }

    private static IEnumerable<(string Name, string Text)> Lines(ClipSurvey survey)
    {
        if (survey.Video is { } video)
        {
            string rate = video.AverageFrameRate is { } frames ? string.Create(CultureInfo.InvariantCulture, $", {frames.ToDouble():0.###} pictures a second") : "";
            string length = video.DurationSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $", {seconds:0.0} s") : "";
            yield return ("video", string.Create(CultureInfo.InvariantCulture, $"{video.Codec} {video.Width}x{video.Height}{rate}{length}"));
            yield return ("sound", video.HasAudio ? video.AudioCodec ?? "yes" : "none");
        }
        else if (survey.Problem is { } problem)
        {
            yield return ("video", problem.Message);
        }

        string camera = string.Join(", ", new[] { survey.Facts.Device, survey.View, survey.Mode }.Where(word => word.Length > 0));
        yield return ("camera", camera.Length > 0 ? camera : "unknown");
        yield return ("recorded", Recorded(survey.Facts));
        if (survey.Facts.CameraClockErrorSeconds is { } error && Math.Abs(error) >= 1)
        {
            yield return ("", string.Create(CultureInfo.InvariantCulture, $"the camera's clock is {Math.Abs(error):0} s {(error > 0 ? "ahead" : "behind")}"));
        }

        if (survey.Facts.Event is { } happened)
        {
            yield return ("event", Happened(happened));
        }

        if (survey.Video?.CreatedAt is { } created)
        {
            yield return ("", string.Create(CultureInfo.InvariantCulture, $"the file says that it was created at {created.UtcDateTime:yyyy-MM-dd HH:mm:ss}; that is not taken for the time of recording"));
        }

        foreach (string line in Telemetry(survey))
        {
            yield return (line.StartsWith(' ') ? "" : "telemetry", line.TrimStart());
        }
    }

    private static IEnumerable<string> Telemetry(ClipSurvey survey)
    {
        ClipTelemetry telemetry = survey.Telemetry;
        if (telemetry.Points.Count > 0)
        {
            (GpsFix first, GpsFix last) = (telemetry.Points[0], telemetry.Points[^1]);
            yield return string.Create(CultureInfo.InvariantCulture, $"{telemetry.Source}: {telemetry.Points.Count} of {telemetry.Read} points, {first.Seconds:0.00} to {last.Seconds:0.00} s");
            yield return $" from {Place(first)} to {Place(last)}";
            if (telemetry.Points.Max(fix => fix.SpeedMetresPerSecond) is { } fastest)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $" up to {fastest * KilometresPerHour:0.0} km/h");
            }

            yield return $" times: {Placed(telemetry.PlacedBy)}";
        }
        else
        {
            yield return telemetry.Read > 0 ? string.Create(CultureInfo.InvariantCulture, $"{telemetry.Source}: none of {telemetry.Read} points is a place") : telemetry.Refusal is null && telemetry.Accelerations.Count > 0 ? $"{telemetry.Source}: no places"
                : telemetry.Refusal ?? (survey.Facts.Fixes.Count > 0 ? $"none; {survey.Facts.FixesSource} names {Place(survey.Facts.Fixes[0])}" : "none");
        }

        if (telemetry.Dropped.Total > 0)
        {
            (int Count, string Why)[] reasons =
            [
                (telemetry.Dropped.NoFix, "without a fix"), (telemetry.Dropped.Zero, "at 0, 0"), (telemetry.Dropped.Impossible, "on no globe"), (telemetry.Dropped.Jump, "jumps"), (telemetry.Dropped.Repeat, "repeats"),
            ];
            yield return $" left out: {string.Join(", ", reasons.Where(reason => reason.Count > 0).Select(reason => $"{reason.Count} {reason.Why}"))}";
        }

        if (telemetry.Accelerations.Count > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $" {telemetry.Accelerations.Count} accelerations, {telemetry.Accelerations[0].Seconds:0.00} to {telemetry.Accelerations[^1].Seconds:0.00} s");
        }

        foreach (string note in telemetry.Refusal is { } why && telemetry.Points.Count > 0 ? telemetry.Notes.Append(why) : telemetry.Notes)
        {
            yield return $" {note}";
        }
    }

    private static string Placed(PlacedBy by) => by switch
    {
        PlacedBy.Track => "those of the recording itself",
        PlacedBy.OwnClock => "its own clock, from the beginning of the clip; within a second",
        PlacedBy.EvenSteps => "in even steps over the clip; within a second",
        PlacedBy.RecordingTime => "its own clock against the time of the recording",
        PlacedBy.FileName => "its own clock against the name of the file; within the error of the camera's clock",
        _ => "the first point taken for the beginning of the clip, because nothing says when that was",
    };

    private static string Place(GpsFix fix) => string.Create(
        CultureInfo.InvariantCulture, $"{Math.Abs(fix.Latitude):0.000000}° {(fix.Latitude < 0 ? 'S' : 'N')} {Math.Abs(fix.Longitude):0.000000}° {(fix.Longitude < 0 ? 'W' : 'E')}");
}
