using System.Diagnostics;

namespace PixelShap.Testing;

/// <summary>Footage that everybody has: pieces of the sample drives, made once per test process.</summary>
public static class Samples
{
    private static readonly Lazy<string> LazyFolder = new(() => Directory.CreateTempSubdirectory("pixelshap-samples-").FullName);
    private static readonly Lazy<string> LazyStreet = new(() => Make(
        "street.mp4", "-i", Drive("lead-car-brakes"), "-frames:v", "38", "-vf", "setpts=N/25/TB", "-r", "25", "-an", "-c:v", "libx264", "-preset", "veryfast", "-crf", "18"));

    private static readonly Lazy<string> LazyPicture = new(() => Make("street.jpg", "-i", Drive("lead-car-brakes"), "-vf", "select=eq(n\\,40)", "-frames:v", "1", "-q:v", "2"));

    /// <summary>A street of 640 × 360 in 38 frames at 25 per second, without sound: the first three seconds of a drive, twice as fast.</summary>
    public static string Street => LazyStreet.Value;

    /// <summary>The masks of every frame of <see cref="Street"/>, for a run that needs no network: the truth beside the drive.</summary>
    public static string StreetMasks { get; } = Path.Combine(SharedData.RepositoryRoot, "sample-videos", "lead-car-brakes.json");

    /// <summary>A picture of a street, 640 × 360.</summary>
    public static string Picture => LazyPicture.Value;

    /// <summary>A sample drive.</summary>
    public static string Drive(string name) => Path.Combine(SharedData.RepositoryRoot, "sample-videos", name + ".mp4");

    private static string Make(string name, params string[] arguments)
    {
        string path = Path.Combine(LazyFolder.Value, name);
        using Process process = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-y", "-nostdin", .. arguments, path]))!;
        process.WaitForExit();
        return process.ExitCode == 0 ? path : throw new InvalidOperationException($"ffmpeg could not make {name}.");
    }
}
