namespace PixelShap.Video.Clips;

/// <summary>Where the time of a recording comes from (<see cref="ClipFacts.RecordedAtSource"/>), from the surest to the least sure, and how that is said to people.</summary>
public static class TimeOrigin
{
    /// <summary>By the user.</summary>
    public const string Given = "given";

    /// <summary>By the satellites.</summary>
    public const string Gps = "gps";

    /// <summary>By a phone's own tag, with its zone.</summary>
    public const string Device = "device";

    /// <summary>By the camera's clock in texts or blocks of the recording.</summary>
    public const string CameraClock = "camera clock";

    /// <summary>By the name of the file.</summary>
    public const string Name = "name";

    /// <summary>By the camera's clock as it is burned into the pictures.</summary>
    public const string Picture = "picture";

    /// <summary>All of them, in the order in which they are trusted.</summary>
    public static IReadOnlyList<string> InOrder { get; } = [Given, Gps, Device, CameraClock, Name, Picture];

    /// <summary>Whether it is as right as the camera's clock was.</summary>
    public static bool IsCamera(string origin) => origin is CameraClock or Name or Picture;

    /// <summary>The origin in a few words; empty for one that is not known.</summary>
    public static string Words(string origin) => origin switch
    {
        Given => "given by the user",
        Gps => "by GPS",
        Device => "the device's own tag",
        CameraClock => "the camera's clock in the recording",
        Name => "the name of the file",
        Picture => "the camera's clock in the pictures",
        _ => "",
    };
}
