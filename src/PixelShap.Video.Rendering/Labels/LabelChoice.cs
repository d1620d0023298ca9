using PixelShap.Video.Importance;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Runs.Scenes;

namespace PixelShap.Video.Rendering.Labels;

/// <summary>
/// Decides who gets a label: what matters or fills the view, and not what is both small and unimportant. Has hysteresis, so that a value on
/// the border does not make a label blink.
/// </summary>
internal sealed class LabelChoice
{
    private const double Loyalty = 0.75;

    private readonly double _pictureArea;
    private readonly HashSet<int> _labelled = [];
    private readonly HashSet<int> _seen = [];

    internal LabelChoice(double pictureArea) => _pictureArea = pictureArea;

    /// <summary>Starts a frame: tracks that were not asked for since the last start are forgotten.</summary>
    internal void BeginFrame()
    {
        _labelled.IntersectWith(_seen);
        _seen.Clear();
    }

    /// <summary>Whether <paramref name="item"/> gets a label.</summary>
    internal bool Choose(SceneObject item, ImportanceColours colours, bool inStrip)
    {
        double strength = item.Importance.Kind == SampleKind.None ? 0 : colours.Strength(item.Importance.Mean);
        double share = item.Box.Area / _pictureArea;

        // Strength and size stand in for each other: a car that fills 4 % of the view is named though it hardly matters.
        double weight = (strength / 0.12) + (share / 0.03) + (inStrip ? 0.4 : 0);
        _seen.Add(item.TrackId);
        bool isLabelled = weight >= 0.55 * (_labelled.Contains(item.TrackId) ? Loyalty : 1);
        _ = isLabelled ? _labelled.Add(item.TrackId) : _labelled.Remove(item.TrackId);
        return isLabelled;
    }
}
