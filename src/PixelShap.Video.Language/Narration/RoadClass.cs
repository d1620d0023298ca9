using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Language.Narration;

/// <summary>What a class of a segmenter means to a driver. Knows the names of COCO and of road-scene models.</summary>
/// <param name="Kind">The group.</param>
/// <param name="Noun">The class in words.</param>
/// <param name="Size">How large it usually is.</param>
internal sealed record RoadClass(RoadUserKind Kind, string Noun, TypicalSize Size)
{
    /// <summary>Its usual height in metres.</summary>
    public double Height => Size.Height;

    /// <summary>Its usual width seen from behind, in metres.</summary>
    public double Width => Size.Width;

    /// <summary>Its usual length along the road, in metres.</summary>
    public double Length => Size.Length;

    public static RoadClass Of(string name)
    {
        string lower = name.ToLowerInvariant();
        (RoadUserKind kind, string noun) = lower switch
        {
            "person" or "pedestrian" => (RoadUserKind.Person, "pedestrian"),
            "rider" or "cyclist" => (RoadUserKind.Person, "cyclist"),
            "bicycle" => (RoadUserKind.Person, lower),
            "motorcycle" or "car" or "van" or "bus" or "truck" => (RoadUserKind.Vehicle, lower),
            "train" or "tram" => (RoadUserKind.Vehicle, "train"),
            "cone" or "traffic cone" => (RoadUserKind.Obstacle, "cone"),
            "traffic light" => (RoadUserKind.Light, lower),
            "stop sign" or "traffic sign" => (RoadUserKind.Sign, lower),
            _ => (RoadUserKind.Other, lower),
        };
        return new RoadClass(kind, noun, TypicalSize.Of(lower));
    }
}

/// <summary>The groups of objects that prompts ask about.</summary>
internal enum RoadUserKind
{
    /// <summary>On foot or on a bicycle.</summary>
    Person,

    /// <summary>Motor vehicles and trains.</summary>
    Vehicle,

    /// <summary>Traffic lights.</summary>
    Light,

    /// <summary>Traffic signs.</summary>
    Sign,

    /// <summary>Cones.</summary>
    Obstacle,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>Where something is in the picture.</summary>
internal enum Side
{
    /// <summary>In the middle.</summary>
    Ahead,

    /// <summary>In the left part.</summary>
    Left,

    /// <summary>In the right part.</summary>
    Right,
}

/// <summary>Where something is on the road, with traffic on the right.</summary>
internal enum Lane
{
    /// <summary>In the own lane.</summary>
    Own,

    /// <summary>In the lane to the left, where traffic comes the other way.</summary>
    Oncoming,

    /// <summary>Left of the road: parked or on the pavement.</summary>
    Left,

    /// <summary>Right of the own lane: parked or on the pavement.</summary>
    Right,
}
