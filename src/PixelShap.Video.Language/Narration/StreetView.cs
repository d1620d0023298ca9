using PixelShap.Masking;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Language.Narration;

/// <summary>A street as a driver sees it.</summary>
/// <param name="Users">What is seen, the nearest first.</param>
/// <param name="Middle">The column straight ahead, in pixels.</param>
/// <param name="Horizon">The row at the height of the camera, in pixels: what reaches above it is higher than the driver's eyes.</param>
internal sealed record StreetView(IReadOnlyList<RoadUser> Users, double Middle, double Horizon)
{
    // What a driver is told about must be seen clearly; the tracker may use weaker detections.
    private const float MinScore = 0.3f;

    // A rider and the cycle under it share at least this much of the cycle's box.
    private const float RiddenShare = 0.3f;

    // A camera behind the windscreen is at 0.87 of a car's height.
    private const double CameraHeight = 0.87;

    /// <summary>Turns what a segmenter finds in a picture into what a driver sees. Only clear detections count; a person on a bicycle is one cyclist,
    /// whether or not the segmenter says so.</summary>
    public static StreetView Of(BgrImage image, IEnumerable<Detection> detections)
    {
        List<(RoadClass Class, BoundingBox Box, Mask? Mask)> found =
            [.. detections.Where(detection => detection.Score >= MinScore).Select(detection => (RoadClass.Of(detection.ClassName), detection.Box, detection.Mask))];
        foreach ((RoadClass Class, BoundingBox Box, Mask? Mask) bicycle in found.Where(item => item.Class.Noun == "bicycle").ToArray())
        {
            int rider = found.FindIndex(item => item.Class.Noun is "pedestrian" && Rides(item.Box, bicycle.Box));
            if (rider >= 0)
            {
                found[rider] = (RoadClass.Of("cyclist"), Around(found[rider].Box, bicycle.Box), found[rider].Mask);
                found.Remove(bicycle);
            }
            else if (found.Exists(item => item.Class.Noun == "cyclist" && Rides(item.Box, bicycle.Box)))
            {
                found.Remove(bicycle);
            }
        }

        RoadUser[] users =
        [
            .. found
                .Select(item => RoadUser.From(item.Class, item.Box, image.Width, ColourOf(image, item.Class, item.Box, item.Mask)))
                .OrderBy(user => user.Metres),
        ];
        return new StreetView(users, image.Width / 2.0, HorizonOf(users, image.Height));
    }

    private static string? ColourOf(BgrImage image, RoadClass type, BoundingBox box, Mask? mask) => type.Kind switch
    {
        RoadUserKind.Light => LightColour.Of(image, box),
        RoadUserKind.Vehicle => PaintColour.Of(image, box, mask),
        // People are told apart by what they wear above.
        RoadUserKind.Person => PaintColour.Of(image, box with { Bottom = (box.Top + box.Bottom) / 2 }, mask),
        _ => null,
    };

    /// <summary>Cars tell where the horizon is: it cuts them at the height of the camera, however far they are.</summary>
    private static double HorizonOf(RoadUser[] users, int imageHeight)
    {
        double[] rows =
        [
            .. users
                .Where(user => user.Noun == "car" && !user.IsCut && user.Box.Bottom < imageHeight - 1)
                .Select(user => user.Box.Bottom - (CameraHeight * user.Box.Height))
                .Order(),
        ];
        return rows.Length == 0 ? imageHeight / 2.0 : rows[rows.Length / 2];
    }

    /// <summary>The box around both.</summary>
    private static BoundingBox Around(BoundingBox a, BoundingBox b) =>
        new(Math.Min(a.Left, b.Left), Math.Min(a.Top, b.Top), Math.Max(a.Right, b.Right), Math.Max(a.Bottom, b.Bottom));

    private static bool Rides(BoundingBox rider, BoundingBox cycle)
    {
        float width = Math.Min(rider.Right, cycle.Right) - Math.Max(rider.Left, cycle.Left);
        float height = Math.Min(rider.Bottom, cycle.Bottom) - Math.Max(rider.Top, cycle.Top);
        return width > 0 && height > 0 && width * height >= RiddenShare * cycle.Area && rider.Top < cycle.Top;
    }
}
