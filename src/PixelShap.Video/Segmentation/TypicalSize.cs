namespace PixelShap.Video.Segmentation;

/// <summary>How large things of a class usually are. Knows the names of COCO and of road-scene models.</summary>
/// <param name="Height">The height in metres.</param>
/// <param name="Width">The width seen from behind, in metres.</param>
/// <param name="Length">The length along the road in metres; 0 for what has hardly any.</param>
public readonly record struct TypicalSize(double Height, double Width, double Length = 0)
{
    /// <summary>The size of a class; one metre by one for a class that is not known.</summary>
    public static TypicalSize Of(string className)
    {
        ArgumentNullException.ThrowIfNull(className);
        return className.ToLowerInvariant() switch
        {
            "person" or "pedestrian" => new(1.7, 0.5),
            "rider" or "cyclist" => new(1.7, 0.7, 1.7),
            "bicycle" => new(1.1, 0.6, 1.7),
            "motorcycle" => new(1.5, 0.8, 2),
            "car" => new(1.5, 1.8, 4.5),
            "van" => new(2.2, 2.0, 5.5),
            "bus" => new(3.1, 2.5, 11),
            "truck" => new(3.1, 2.5, 8),
            "train" or "tram" => new(3.8, 2.7, 20),
            "cone" or "traffic cone" => new(0.75, 0.4),
            "traffic light" => new(0.9, 0.3),
            "stop sign" => new(0.75, 0.75),
            "traffic sign" => new(0.7, 0.7),
            _ => new(1, 1),
        };
    }

    /// <summary>How near a thing is by its looks: the pixels in which each square metre of it is seen. Grows with the square of nearness.</summary>
    /// <param name="detection">The thing.</param>
    public static double PixelsPerSquareMetre(Detection detection)
    {
        ArgumentNullException.ThrowIfNull(detection);
        TypicalSize size = Of(detection.ClassName);
        return detection.Box.Area / (size.Height * size.Width);
    }
}
