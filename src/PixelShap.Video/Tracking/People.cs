namespace PixelShap.Video.Tracking;

/// <summary>The classes by which networks know people, on foot and riding. Some have one class for rider and machine.</summary>
internal static class People
{
    private static readonly string[] OnFoot = ["person", "pedestrian"], Riding = ["cyclist", "bicyclist", "motorcycle", "motorcyclist"];

    /// <summary>Whether somebody of the class is on foot.</summary>
    public static bool AreOnFoot(string className) => OnFoot.Contains(className);

    /// <summary>Whether somebody of the class rides.</summary>
    public static bool AreRiding(string className) => Riding.Contains(className);

    /// <summary>Whether both classes are of people, which networks take for one another.</summary>
    public static bool Are(string first, string second) =>
        (AreOnFoot(first) || AreRiding(first)) && (AreOnFoot(second) || AreRiding(second));
}
