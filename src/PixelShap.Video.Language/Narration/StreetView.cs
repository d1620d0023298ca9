using PixelShap.Masking;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Language.Narration;

/// <summary>A street as a driver sees it.</summary>
/// <param name="Users">What is seen, the nearest first.</param>
/// <param name="Middle">The column straight ahead, in pixels.</param>
/// <param name="Horizon">The row at the height of the camera, in pixels: what reaches above it is higher than the driver's eyes.</param>
internal sealed record StreetView(IReadOnlyList<RoadUser> Users, double Middle, double Horizon)
{
    // Seen clearly, and seen well enough to be mentioned with a "perhaps"; the tracker may use weaker detections.
    private const float Sure = 0.45f, MinScore = 0.25f;

    // Smaller things cannot be told apart.
    private const float LeastHeight = 8;

    // Two boxes that overlap by more are two guesses at one thing, whatever their classes.
    private const float SameThing = 0.6f;

    // A rider and the cycle under it share at least this much of the cycle's box.
    private const float RiddenShare = 0.3f;

    // A camera behind the windscreen is at 0.87 of a car's height.
    private const double CameraHeight = 0.87;

    /// <summary>The same street with what is seen clearly alone.</summary>
    public StreetView Clear => this with { Users = [.. Users.Where(user => user.IsSure)] };

    /// <summary>The same street as one speaks of it unasked: what is clear, and whoever may be a person.</summary>
    public StreetView Spoken => this with { Users = [.. Users.Where(user => user.IsSure || (user.Kind == RoadUserKind.Person && user.IsOnRoad))] };

    /// <summary>Turns what a segmenter finds in a picture into what a driver sees. A person on a bicycle is one cyclist,
    /// whether or not the segmenter says so.</summary>
    public static StreetView Of(BgrImage image, IEnumerable<Detection> detections)
    {
        List<(RoadClass Class, BoundingBox Box, Mask? Mask, bool IsSure)> found = [];
        foreach (Detection detection in detections.Where(detection => detection.Score >= MinScore && detection.Box.Height >= LeastHeight).OrderByDescending(detection => detection.Score))
        {
            if (!found.Exists(item => item.Box.IoU(detection.Box) > SameThing))
            {
                found.Add((RoadClass.Of(detection.ClassName), detection.Box, detection.Mask, detection.Score >= Sure));
            }
        }

        foreach ((RoadClass Class, BoundingBox Box, Mask? Mask, bool IsSure) bicycle in found.Where(item => item.Class.Noun == "bicycle").ToArray())
        {
            int rider = found.FindIndex(item => item.Class.Noun is "pedestrian" && Rides(item.Box, bicycle.Box));
            if (rider >= 0)
            {
                found[rider] = (RoadClass.Of("cyclist"), Around(found[rider].Box, bicycle.Box), found[rider].Mask, found[rider].IsSure);
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
                .Select(item => RoadUser.From(item.Class, item.Box, image.Width, ColourOf(image, item.Class, item.Box, item.Mask)) with { IsSure = item.IsSure })
                .OrderBy(user => user.Metres),
        ];
        double horizon = HorizonOf(users, image.Height);
        return new StreetView([.. users.Where(user => user.Kind is not (RoadUserKind.Light or RoadUserKind.Sign) || IsOverhead(user, horizon))], image.Width / 2.0, horizon);
    }

    /// <summary>Lights and signs hang higher than the driver's eyes; what shines below is a tail light or a shop window's reflection.</summary>
    private static bool IsOverhead(RoadUser user, double horizon) => (user.Box.Top + user.Box.Bottom) / 2 < horizon;

    private static string? ColourOf(BgrImage image, RoadClass type, BoundingBox box, Mask? mask) => type.Kind switch
    {
        RoadUserKind.Light => LitLamp.Of(image, box, mask) is var lamp and not LampColour.Unknown ? lamp.ToString().ToLowerInvariant() : null,
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
