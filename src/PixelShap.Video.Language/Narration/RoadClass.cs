namespace PixelShap.Video.Language.Narration;

/// <summary>What a class of a segmenter means to a driver. Knows the names of COCO and of road-scene models.</summary>
/// <param name="Kind">The group.</param>
/// <param name="Noun">The class in words.</param>
/// <param name="Height">Its usual height in metres.</param>
/// <param name="Width">Its usual width seen from behind, in metres.</param>
/// <param name="Length">Its usual length along the road, in metres.</param>
internal sealed record RoadClass(RoadUserKind Kind, string Noun, double Height, double Width, double Length = 0)
{
    public static RoadClass Of(string name) => name.ToLowerInvariant() switch
    {
        "person" or "pedestrian" => new(RoadUserKind.Person, "pedestrian", 1.7, 0.5),
        "rider" or "cyclist" => new(RoadUserKind.Person, "cyclist", 1.7, 0.7, 1.7),
        "bicycle" => new(RoadUserKind.Person, "bicycle", 1.1, 0.6, 1.7),
        "motorcycle" => new(RoadUserKind.Vehicle, "motorcycle", 1.5, 0.8, 2),
        "car" => new(RoadUserKind.Vehicle, "car", 1.5, 1.8, 4.5),
        "van" => new(RoadUserKind.Vehicle, "van", 2.2, 2.0, 5.5),
        "bus" => new(RoadUserKind.Vehicle, "bus", 3.1, 2.5, 11),
        "truck" => new(RoadUserKind.Vehicle, "truck", 3.1, 2.5, 8),
        "train" or "tram" => new(RoadUserKind.Vehicle, "train", 3.8, 2.7, 20),
        "cone" or "traffic cone" => new(RoadUserKind.Obstacle, "cone", 0.75, 0.4),
        "traffic light" => new(RoadUserKind.Light, "traffic light", 0.9, 0.3),
        "stop sign" => new(RoadUserKind.Sign, "stop sign", 0.75, 0.75),
        "traffic sign" => new(RoadUserKind.Sign, "traffic sign", 0.7, 0.7),
        var other => new(RoadUserKind.Other, other, 1.0, 1.0),
    };
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
