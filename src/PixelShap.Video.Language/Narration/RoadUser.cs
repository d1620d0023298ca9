using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Language.Narration;

/// <summary>A detection as a driver would think of it: what, where, how far.</summary>
/// <param name="Kind">The group of its class.</param>
/// <param name="Noun">The class in words.</param>
/// <param name="Side">Where it is.</param>
/// <param name="Metres">A rough distance: a pinhole camera and the usual height of its class.</param>
internal sealed record RoadUser(RoadUserKind Kind, string Noun, Side Side, double Metres)
{
    // A dashcam sees about 60 degrees across: a focal length of 0.87 times the width of the picture.
    private const double FocalLength = 0.87;

    public string Range => Metres switch
    {
        < 7 => "very close",
        < 16 => "close",
        < 35 => "at medium distance",
        _ => "far away",
    };

    public string Place => Side switch
    {
        Side.Left => "on the left",
        Side.Right => "on the right",
        _ => "ahead",
    };

    public static RoadUser From(Detection detection, int imageWidth)
    {
        (RoadUserKind kind, string noun, double height) = ClassOf(detection.ClassName);
        double centre = (detection.Box.Left + detection.Box.Right) / 2 / imageWidth;
        Side side = centre < 0.37 ? Side.Left : centre > 0.63 ? Side.Right : Side.Ahead;
        return new RoadUser(kind, noun, side, FocalLength * imageWidth * height / Math.Max(1, detection.Box.Height));
    }

    private static (RoadUserKind Kind, string Noun, double HeightMetres) ClassOf(string name) => name.ToLowerInvariant() switch
    {
        "person" or "pedestrian" => (RoadUserKind.Person, "pedestrian", 1.7),
        "rider" or "cyclist" => (RoadUserKind.Person, "cyclist", 1.7),
        "bicycle" => (RoadUserKind.Person, "bicycle", 1.1),
        "motorcycle" => (RoadUserKind.Vehicle, "motorcycle", 1.3),
        "car" => (RoadUserKind.Vehicle, "car", 1.5),
        "bus" => (RoadUserKind.Vehicle, "bus", 3.1),
        "truck" => (RoadUserKind.Vehicle, "truck", 3.1),
        "train" => (RoadUserKind.Vehicle, "train", 3.8),
        "traffic light" => (RoadUserKind.Signal, "traffic light", 0.9),
        "stop sign" => (RoadUserKind.Signal, "stop sign", 0.75),
        "traffic sign" => (RoadUserKind.Signal, "traffic sign", 0.7),
        var other => (RoadUserKind.Other, other, 1.0),
    };
}

/// <summary>The groups of road users that prompts ask about.</summary>
internal enum RoadUserKind
{
    /// <summary>On foot or on a bicycle.</summary>
    Person,

    /// <summary>Motor vehicles and trains.</summary>
    Vehicle,

    /// <summary>Traffic lights and signs.</summary>
    Signal,

    /// <summary>Anything else.</summary>
    Other,
}
