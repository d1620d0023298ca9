using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Language.Narration;

/// <summary>
/// A detection as a driver would think of it: what, where, how far. Metres come from a pinhole camera and the usual height of the class: at its distance a
/// box of h pixels is as many pixels high as the class is metres, and the same scale holds across.
/// </summary>
internal sealed record RoadUser
{
    // A dashcam sees about 60 degrees across: a focal length of 0.87 times the width of the picture.
    private const double FocalLength = 0.87;

    // Lanes are about 3.5 m wide and the car drives in the middle of its own. What is parked on the far side stands 6 m away or more.
    private const double LaneEdge = 1.75, OncomingEdge = 4.9;

    // Of the path that the car sweeps, this much must be taken for something to stand in the way.
    private const double PathHalfWidth = 0.9, BlockingWidth = 0.6;

    private const double PassingDistance = 9;

    // Parked cars, and the kerb beyond them.
    private const double ParkingWidth = 3;

    /// <summary>What it is.</summary>
    public required RoadClass Class { get; init; }

    /// <summary>The box in pixels.</summary>
    public required BoundingBox Box { get; init; }

    /// <summary>The colour of a traffic light's lamp, of a vehicle or of clothes; null where it cannot be told.</summary>
    public string? Colour { get; init; }

    /// <summary>Whether it is seen clearly. The default value is true.</summary>
    public bool IsSure { get; init; } = true;

    /// <summary>A rough distance.</summary>
    public required double Metres { get; init; }

    /// <summary>How far its middle is right of the line straight ahead, in metres; left of it negative.</summary>
    public required double Lateral { get; init; }

    /// <summary>Whether it takes room in the path that the car sweeps.</summary>
    public required bool IsInPath { get; init; }

    /// <summary>Whether the left or the right edge of the picture cuts it.</summary>
    public required bool IsCut { get; init; }

    /// <summary>The part of the picture that it is in.</summary>
    public required Side Side { get; init; }

    public RoadUserKind Kind => Class.Kind;

    public string Noun => Class.Noun;

    /// <summary>What it is and how it looks: "white car", "pedestrian in red".</summary>
    public string Look => (Kind, Colour) switch
    {
        (RoadUserKind.Vehicle, { } colour) => $"{colour} {Noun}",
        (RoadUserKind.Person, { } colour) => $"{Noun} in {colour}",
        _ => Noun,
    };

    /// <summary>Whether a vehicle is seen from its side, as one that crosses is: it is wider than its class is from behind and higher. One that is being passed
    /// shows its flank too, but it is near and cut by the edge of the picture.</summary>
    public bool IsSideOn => Kind == RoadUserKind.Vehicle
        && Box.Width * Class.Height > (IsCut ? 1.3 : 1.65) * Class.Width * Box.Height
        && Metres > (IsCut ? PassingDistance : 0);

    public Lane Lane => IsInPath || Math.Abs(Lateral) <= LaneEdge ? Lane.Own
        : Lateral > 0 ? Lane.Right
        : Lateral >= -OncomingEdge ? Lane.Oncoming
        : Lane.Left;

    /// <summary>Whether it takes part in traffic: not parked beside the road and not on the pavement.</summary>
    public bool IsOnRoad => Kind switch
    {
        // People step out from between parked cars, and are on the road before they are in the lane.
        RoadUserKind.Person => Lateral is >= -OncomingEdge and <= LaneEdge + ParkingWidth,
        RoadUserKind.Vehicle => IsInPath || (Lane == Lane.Oncoming && !IsCut) || IsSideOn,
        RoadUserKind.Obstacle => Lane == Lane.Own,
        _ => false,
    };

    public string Range => Metres switch
    {
        < 7 => "very close",
        < 16 => "close",
        < 35 => "at medium distance",
        _ => "far away",
    };

    /// <summary>The range in words where it is near, else in metres as one guesses them.</summary>
    public string Distance => Metres < 35 ? Range : Metres < 95 ? $"about {10 * Math.Round(Metres / 10):0} m away" : "far away";

    public string Place => Side switch
    {
        Side.Left => "on the left",
        Side.Right => "on the right",
        _ => "ahead",
    };

    public static RoadUser From(RoadClass type, BoundingBox box, int imageWidth, string? colour = null)
    {
        double scale = type.Height / Math.Max(1, box.Height), middle = imageWidth / 2.0;
        double left = (box.Left - middle) * scale, right = (box.Right - middle) * scale;
        bool isCut = box.Left <= 1 || box.Right >= imageWidth - 1;
        double centre = (box.Left + box.Right) / 2 / imageWidth;

        // What stands beside the path shows its near end at the outer edge of its box and its flank towards the middle. The scale holds at the near end; the
        // inner edge belongs to the far end and lies farther out than it looks.
        double metres = FocalLength * imageWidth * scale;
        bool straddles = left < 0 && right > 0;
        double side = left >= 0 ? 1 : -1, outer = side > 0 ? right : left, inner = (side > 0 ? left : right) * (metres + type.Length) / metres;
        double lateral = straddles ? (left + right) / 2 : ((outer - (side * type.Width / 2)) + (inner + (side * type.Width / 2))) / 2;
        double taken = Math.Min(right, PathHalfWidth) - Math.Max(left, -PathHalfWidth);
        return new RoadUser
        {
            Class = type,
            Box = box,
            Colour = colour,
            Metres = metres,
            Lateral = lateral,
            IsInPath = taken >= Math.Min(BlockingWidth, type.Width / 2) && (!isCut || straddles),
            IsCut = isCut,
            Side = centre < 0.37 ? Side.Left : centre > 0.63 ? Side.Right : Side.Ahead,
        };
    }
}
