using PixelShap.Masking;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Clips;
using PixelShap.Video.Importance;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Runs.Scenes;

/// <summary>Everything there is to show on one frame.</summary>
public sealed record Scene
{
    /// <summary>The time on the axis of the whole output, from 0 at the first frame, in seconds.</summary>
    public required double TimeSeconds { get; init; }

    /// <summary>The question.</summary>
    public required string Prompt { get; init; }

    /// <summary>The baseline answer of the last keyframe at or before this frame; empty before the first.</summary>
    public required string Answer { get; init; }

    /// <summary>What that answer rested on, in one sentence; empty where that is not known. The default value is empty.</summary>
    public string Verdict { get; init; } = "";

    /// <summary>Who answered, for example <c>narrator (rule-based stand-in)</c>.</summary>
    public required string Model { get; init; }

    /// <summary>What happens at this time, in few words; empty for nothing. The default value is empty.</summary>
    public string Happening { get; init; } = "";

    /// <summary>What stands over the picture for a while: a sentence that tells the whole; empty for nothing. The default value is empty.</summary>
    public string Story { get; init; } = "";

    /// <summary>What stands before the answer where nobody should rely on it; else empty. The default value is empty.</summary>
    public string Warning { get; init; } = "";

    /// <summary>Whether this frame is a keyframe.</summary>
    public required bool IsKeyframe { get; init; }

    /// <summary>The objects, by track id.</summary>
    public required IReadOnlyList<SceneObject> Objects { get; init; }

    /// <summary>What stands above the picture, where the layout has a place for it; null for nothing.</summary>
    public SceneHeader? Header { get; init; }

    /// <summary>The way of the camera, and where on it the picture was taken; null for none.</summary>
    public SceneWay? Way { get; init; }

    /// <summary>The ranking of the last keyframe, where the layout has a place for it; null for nothing.</summary>
    public SceneRanking? Ranking { get; init; }

    /// <summary>Whether the picture stands still here because the moment is the decisive one: the ranking is then shown in every layout.</summary>
    public bool IsHeld { get; init; }
}

/// <summary>What stands above the picture besides the time.</summary>
/// <param name="Title">What is seen, for example the name of the clip.</param>
/// <param name="Facts">Wall-clock time, speed, place, as far as they are known, the most important first.</param>
public sealed record SceneHeader(string Title, IReadOnlyList<string> Facts);

/// <summary>The way of the camera at a moment.</summary>
/// <param name="Way">All of it.</param>
/// <param name="Seconds">The moment, on the clock of its places.</param>
public sealed record SceneWay(DriveWay Way, double Seconds);

/// <summary>What the answer at a keyframe depended on.</summary>
/// <param name="Title">For people, for example <c>What the answer at 0:04.2 depended on</c>.</param>
/// <param name="Rows">The players whose values can be told from nothing, the largest φ first, those of several tracks behind those of one.</param>
public sealed record SceneRanking(string Title, IReadOnlyList<RankedPlayer> Rows)
{
    /// <summary>The same in fewer words, for narrow places; empty where the title is short enough. The default value is empty.</summary>
    public string ShortTitle { get; init; } = "";

    /// <summary>The players that are no rows because their values cannot be told from nothing.</summary>
    public int Untold { get; init; }
}

/// <summary>One player of a ranking.</summary>
/// <param name="TrackIds">The tracks, at least one.</param>
/// <param name="Name">For people, for example <c>car 3</c> or <c>others (4)</c>.</param>
/// <param name="Value">φ.</param>
/// <param name="StandardError">Its standard error; not finite where it is unknown.</param>
public sealed record RankedPlayer(IReadOnlyList<int> TrackIds, string Name, double Value, double StandardError);

/// <summary>One object in a scene, or a region that is none.</summary>
/// <param name="TrackId">The identity; for a region its number, negative.</param>
/// <param name="ClassName">The class.</param>
/// <param name="Box">The box in pixels of the frame.</param>
/// <param name="Mask">The pixels at frame resolution; null without masks.</param>
/// <param name="Importance">φ at this time.</param>
public sealed record SceneObject(int TrackId, string ClassName, BoundingBox Box, Mask? Mask, ImportanceSample Importance)
{
    /// <summary>What people call it.</summary>
    public string Name => TrackId < 0 ? $"{ClassName} {-TrackId}" : $"{ClassName} {TrackId}";

    /// <summary>A region that is no object and that an answer rests on.</summary>
    public static SceneObject Of(SceneRegion region)
    {
        ArgumentNullException.ThrowIfNull(region);
        PixelBox box = region.Mask.Box;
        return new SceneObject(
            -region.Id, "region", new BoundingBox(box.X, box.Y, box.Right, box.Bottom), region.Mask, new ImportanceSample(region.Value, 0, SampleKind.Observed));
    }
}
