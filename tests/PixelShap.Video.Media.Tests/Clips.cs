using System.Diagnostics;
using System.Text.Json;
using PixelShap.Video.Time;

namespace PixelShap.Video.Media.Tests;

/// <summary>Makes clips with the real ffmpeg, once per test run, in a folder that is removed at the end.</summary>
public sealed class Clips : IDisposable
{
    private readonly Dictionary<string, string> _made = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("pixelshap-media-").FullName;

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Makes a clip unless it is there: the arguments come between ffmpeg and the output path.</summary>
    public string Make(string name, params string[] arguments)
    {
        lock (_made)
        {
            if (!_made.TryGetValue(name, out string? path))
            {
                path = PathOf(name);
                Run("ffmpeg", ["-nostdin", "-v", "error", "-y", .. arguments, path]);
                _made[name] = path;
            }

            return path;
        }
    }

    /// <summary>320x180, 30 fps, 2 s, H.264 with B-frames, and a sine tone.</summary>
    public string Plain() => Make(
        "plain.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=30", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000", "-t", "2",
        "-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-pix_fmt", "yuv420p", "-c:a", "aac", "-movflags", "faststart");

    /// <summary>Frames at irregular times: between 7 and 120 ms apart.</summary>
    public string VariableRate(string name = "vfr.mp4") => Make(
        name, "-f", "lavfi", "-i", "testsrc2=s=160x120:r=90:d=3",
        "-vf", "select='not(mod(n*n,7))+not(mod(n,11))',settb=1/90000", "-fps_mode", "passthrough", "-enc_time_base", "1/90000",
        "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p");

    public static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed.");
    }

    /// <summary>The PTS of all frames that have one, as ffprobe, an independent reader, decodes them.</summary>
    public static List<MediaTime> ProbedTimes(string path)
    {
        using JsonDocument document = JsonDocument.Parse(Run(
            "ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "frame=pts:stream=time_base", "-of", "json", "-i", "file:" + path));
        Rational timeBase = Rational.TryParse(document.RootElement.GetProperty("streams")[0].GetProperty("time_base").GetString())!.Value;
        return [.. document.RootElement.GetProperty("frames").EnumerateArray()
            .Where(frame => frame.TryGetProperty("pts", out _)).Select(frame => new MediaTime(frame.GetProperty("pts").GetInt64(), timeBase))];
    }

    /// <summary>Fields of the first stream of a kind, as ffprobe prints them.</summary>
    public static Dictionary<string, string> ProbedStream(string path, string kind)
    {
        using JsonDocument document = JsonDocument.Parse(Run("ffprobe", "-v", "error", "-select_streams", kind, "-show_streams", "-of", "json", "-i", "file:" + path));
        return document.RootElement.GetProperty("streams").EnumerateArray().First().EnumerateObject()
            .Where(property => property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            .ToDictionary(property => property.Name, property => property.Value.ToString());
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

[CollectionDefinition(nameof(Clips))]
public sealed class ClipsCollection : ICollectionFixture<Clips>;
