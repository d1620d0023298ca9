using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Claims;
using PixelShap.Video.Importance;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Evaluation.Audits;

/// <summary>Reads of a finished run what an audit looks at. Keyframes whose values were carried over measured nothing and are left out.</summary>
public static class AuditedRun
{
    /// <summary>Reads.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">What it is called.</param>
    public static IEnumerable<AuditedKeyframe> Of(RecordedRun run, string name)
    {
        ArgumentNullException.ThrowIfNull(run);
        string version = (string?)run.Document["product"] ?? "", clip = run.IsLive ? name : run.Results.Header.InputHash;
        JournalKeyframe[] keyframes = [.. run.Results.Prompts.SelectMany(prompt => prompt.Timeline.Keyframes).Where(keyframe => !keyframe.Attribution.IsCarried)];
        var wanted = keyframes.Select(keyframe => keyframe.Frame).ToHashSet();
        Dictionary<long, Dictionary<int, double>> areas = run.Results.ReadFrames(withMasks: false).Where(frame => wanted.Contains(frame.Index)).ToDictionary(frame => frame.Index, Areas);
        foreach (JournalKeyframe keyframe in keyframes)
        {
            Dictionary<int, double> sizes = areas.GetValueOrDefault(keyframe.Frame, []);
            var looks = keyframe.Attribution.Looks.ToDictionary(look => look.TrackId, look => look.Colours);
            yield return new AuditedKeyframe(
                new AuditSubject(keyframe.PromptName, keyframe.Prompt, keyframe.Model, version), name, clip, keyframe.Attribution.Verdict.Kind,
                [.. keyframe.Players.Where(player => player.TrackIds.Count == 1).Select(player => Player(player, sizes, looks))]);
        }
    }

    private static AuditedPlayer Player(PlayerValue player, Dictionary<int, double> sizes, Dictionary<int, PaintColours> looks)
    {
        int track = player.TrackIds[0];
        return new AuditedPlayer(
            player.ClassName, looks.GetValueOrDefault(track), sizes.GetValueOrDefault(track), player.Own.Value > 0 && Measurable.IsMeasurable(player.Own.Value, player.Own.StandardError));
    }

    private static Dictionary<int, double> Areas(JournalFrame frame) => frame.Objects.ToDictionary(item => item.TrackId, item =>
    {
        BoundingBox box = frame.Detections[item.Detection].Box;
        return (box.Right - box.Left) * (double)(box.Bottom - box.Top) / ((double)frame.Width * frame.Height);
    });
}
