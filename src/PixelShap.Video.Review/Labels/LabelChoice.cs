using PixelShap.Video.Importance;
using PixelShap.Video.Review.Colour;

namespace PixelShap.Video.Review.Labels;

/// <summary>How much a label says.</summary>
internal enum LabelDetail
{
    /// <summary>No label.</summary>
    None,

    /// <summary>Class and id.</summary>
    Name,

    /// <summary>Class, id and φ.</summary>
    Full,
}

/// <summary>
/// Decides how much each label says: everything for what matters or fills the view, the name for the middling, nothing for what is
/// both small and unimportant. Has hysteresis, so that a value on the border does not make a label blink.
/// </summary>
internal sealed class LabelChoice
{
    private const double Loyalty = 0.75;

    private readonly double _pictureArea;
    private readonly Dictionary<int, LabelDetail> _last = [];
    private readonly HashSet<int> _seen = [];

    internal LabelChoice(double pictureArea) => _pictureArea = pictureArea;

    /// <summary>Starts a frame: tracks that were not asked for since the last start are forgotten.</summary>
    internal void BeginFrame()
    {
        foreach (int gone in _last.Keys.Where(track => !_seen.Contains(track)).ToList())
        {
            _last.Remove(gone);
        }

        _seen.Clear();
    }

    /// <summary>What the label of <paramref name="item"/> says.</summary>
    internal LabelDetail Choose(SceneObject item, ImportanceColours colours, bool inStrip)
    {
        bool valued = item.Importance.Kind != SampleKind.None;
        double strength = valued ? colours.Strength(item.Importance.Mean) : 0;
        double share = item.Box.Area / _pictureArea;
        LabelDetail last = _last.GetValueOrDefault(item.TrackId);

        // Strength and size stand in for each other: a car that fills 4 % of the view is named with its φ though it hardly matters.
        double weight = (strength / 0.12) + (share / 0.03) + (inStrip ? 0.4 : 0);
        LabelDetail detail =
            valued && weight >= (last == LabelDetail.Full ? Loyalty : 1) ? LabelDetail.Full
            : weight >= 0.55 * (last != LabelDetail.None ? Loyalty : 1) ? LabelDetail.Name
            : LabelDetail.None;
        _last[item.TrackId] = detail;
        _seen.Add(item.TrackId);
        return detail;
    }
}
