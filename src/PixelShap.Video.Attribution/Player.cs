using PixelShap.Games;
using PixelShap.Masking;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Attribution;

/// <summary>A player of a keyframe: one object, or the far ones beyond the limit, hidden and shown together.</summary>
/// <param name="Objects">The objects, at least one.</param>
public sealed record Player(IReadOnlyList<TrackedObject> Objects)
{
    /// <summary>The class name of a group.</summary>
    public const string GroupName = "others";

    /// <summary>The class of the object, or <see cref="GroupName"/>.</summary>
    public string ClassName => Objects.Count == 1 ? Objects[0].Detection.ClassName : GroupName;

    /// <summary>The tracks.</summary>
    public IReadOnlyList<int> TrackIds => [.. Objects.Select(item => item.TrackId)];

    /// <summary>The pixels of each object; the box where the segmenter gives no mask.</summary>
    public IReadOnlyList<Mask> Masks(int imageWidth, int imageHeight) =>
        [.. Objects.Select(item => item.Detection.Mask
            ?? Mask.FromBox(imageWidth, imageHeight, item.Detection.Box.ToPixels(imageWidth, imageHeight)))];

    /// <summary>The players of a keyframe by track id; beyond <paramref name="limit"/> the farthest objects become one player. Far by their looks for
    /// their class: a traffic light ahead has fewer pixels than a parked car behind it, and matters more.</summary>
    /// <param name="objects">The objects of the keyframe.</param>
    /// <param name="limit">The most players.</param>
    /// <param name="alone">Whether an object is a player of its own, however far; null for none. As long as there are fewer of them than players.</param>
    public static IReadOnlyList<Player> From(IReadOnlyList<TrackedObject> objects, int limit, Predicate<TrackedObject>? alone = null)
    {
        TrackedObject[] ordered = [.. objects.OrderBy(item => item.TrackId)];
        IReadOnlyList<IReadOnlyList<int>> groups = PlayerGroups.Of(
            [.. ordered.Select(item => alone?.Invoke(item) == true ? double.MaxValue : TypicalSize.PixelsPerSquareMetre(item.Detection))], limit);
        return [.. groups.Select(group => new Player([.. group.Select(index => ordered[index])]))];
    }
}
