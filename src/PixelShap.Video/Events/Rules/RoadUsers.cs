namespace PixelShap.Video.Events.Rules;

/// <summary>The classes by which networks know what moves on roads.</summary>
internal static class RoadUsers
{
    private static readonly string[] s_vehicles = ["car", "truck", "bus", "van", "trailer", "tram", "train", "motorcycle"];
    private static readonly string[] s_riders = ["rider", "cyclist", "bicyclist", "bicycle", "motorcyclist", "motorcycle"];
    private static readonly string[] s_people = ["person", "pedestrian", "rider", "cyclist", "bicyclist", "bicycle", "motorcyclist", "motorcycle"];

    /// <summary>Whether it drives.</summary>
    public static bool IsVehicle(string className) => s_vehicles.Contains(className, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it is somebody without a shell around them.</summary>
    public static bool IsPerson(string className) => s_people.Contains(className, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether somebody rides it, or it is ridden.</summary>
    public static bool Rides(string className) => s_riders.Contains(className, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it can be hit: no sign, no lamp.</summary>
    public static bool CanBeHit(string className) => IsVehicle(className) || IsPerson(className);
}
