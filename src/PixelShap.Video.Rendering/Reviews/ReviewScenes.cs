using PixelShap.Masking;
using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Clips;
using PixelShap.Video.Importance;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Rendering.Panels;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Runs.Scenes;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Rendering.Reviews;

/// <summary>Makes of the journal's frames what a review shows, in the size of its picture.</summary>
internal sealed class ReviewScenes(RunResults results, ReviewOptions options, SceneLayout layout)
{
    private const int MostNamed = 3;

    private readonly Dictionary<long, SceneRanking> _rankings = [];
    private readonly DriveWay? _way = DriveWay.Of(options.Clip.Fixes);
    private MaskScaler? _scaler;
    private (int Width, int Height) _scaled;
    private SceneHeader? _header;

    internal Scene Of(JournalFrame frame)
    {
        Scene scene = AnnotatedVideo.SceneOf(frame, results);
        return scene with
        {
            Objects = ToPicture(frame, scene.Objects),
            Header = HeaderAt(frame.Seconds),
            Way = _way is null ? null : new SceneWay(_way, frame.Seconds),
            Ranking = RankingAt(frame.Seconds),
        };
    }

    /// <summary>The ranking of the keyframe whose answer is shown: before the first keyframe, that of the first.</summary>
    private SceneRanking? RankingAt(double seconds)
    {
        IReadOnlyList<JournalKeyframe> keyframes = results.Timeline.Keyframes;
        return keyframes.Count == 0 ? null : RankingOf(results.Timeline.KeyframeAt(seconds) ?? keyframes[0]);
    }

    internal SceneRanking RankingOf(JournalKeyframe keyframe)
    {
        if (!_rankings.TryGetValue(keyframe.Frame, out SceneRanking? ranking))
        {
            string at = ClipTime.Format(keyframe.Seconds, 0.1);
            IReadOnlyList<SceneRegion> regions = keyframe.Attribution.Verdict.Regions;
            _rankings[keyframe.Frame] = ranking = regions.Count > 0
                ? new SceneRanking($"The answer at {at} depended on what is no known object", [.. regions.Select(region => new RankedPlayer([-region.Id], region.Name, region.Value, 0))]) { ShortTitle = "Depended on no known object" }
                : Measured(keyframe, at);
        }

        return ranking;
    }

    /// <summary>The players whose value can be told from nothing, smoothed or, of one road user, by itself; the others are counted.</summary>
    private SceneRanking Measured(JournalKeyframe keyframe, string at)
    {
        RankedPlayer[] rows =
        [
            .. keyframe.Players.Select(player => (Row: Row(player, keyframe.Seconds), player.Own))
                .Where(item => Measurable.IsMeasurable(item.Row.Value, item.Row.StandardError) || (item.Row.TrackIds.Count == 1 && Measurable.IsMeasurable(item.Own.Value, item.Own.StandardError)))
                .Select(item => item.Row)
                .OrderBy(row => row.TrackIds.Count > 1).ThenByDescending(row => row.Value).ThenBy(row => row.TrackIds[0]),
        ];
        return rows.Length == 0
            ? new SceneRanking($"The answer at {at} depended on no road user", []) { ShortTitle = "Depended on no road user" }
            : new SceneRanking($"The answer at {at} depended on", rows) { ShortTitle = $"Depended on, at {at}", Untold = keyframe.Players.Count - rows.Length };
    }

    /// <summary>The same values as in labels and strip, which are smoothed over time; a group has only its own.</summary>
    private RankedPlayer Row(PlayerValue player, double seconds)
    {
        if (player.TrackIds.Count > 1)
        {
            string name = player.TrackIds.Count > MostNamed ? $"{player.TrackIds.Count} others together" : $"{string.Join(" + ", player.TrackIds)} together";
            return new RankedPlayer(player.TrackIds, name, player.Value, player.StandardError);
        }

        ImportanceSample smoothed = results.Timeline.At(player.TrackIds[0], seconds);
        return new RankedPlayer(player.TrackIds, $"{results.ClassOf(player.TrackIds[0], player.ClassName)} {player.TrackIds[0]}", smoothed.Mean, Math.Sqrt(smoothed.Variance));
    }

    private SceneHeader HeaderAt(double seconds)
    {
        IReadOnlyList<string> facts = [.. FactTexts.SlowMotion(options.Slow), .. FactTexts.At(options.Clip, seconds)];
        if (_header is null || !_header.Facts.SequenceEqual(facts))
        {
            _header = new SceneHeader(options.ClipName, facts);
        }

        return _header;
    }

    private IReadOnlyList<SceneObject> ToPicture(JournalFrame frame, IReadOnlyList<SceneObject> objects)
    {
        PixelBox picture = layout.Picture;
        if (frame.Width == picture.Width && frame.Height == picture.Height)
        {
            return objects;
        }

        if (_scaler is null || _scaled != (frame.Width, frame.Height))
        {
            _scaler = new MaskScaler(frame.Width, frame.Height, picture.Width, picture.Height);
            _scaled = (frame.Width, frame.Height);
        }

        float x = (float)picture.Width / frame.Width, y = (float)picture.Height / frame.Height;
        return [.. objects.Select(item => item with
        {
            Box = new BoundingBox(item.Box.Left * x, item.Box.Top * y, item.Box.Right * x, item.Box.Bottom * y),
            Mask = item.Mask is { } mask ? _scaler.Scale(mask) : null,
        })];
    }
}
