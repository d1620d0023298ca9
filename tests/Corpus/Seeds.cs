using System.Diagnostics;
using System.Globalization;
using System.Text;
using PixelShap.Testing;
using PixelShap.Video.Publishing.Tests;

namespace PixelShap.Corpus;

/// <summary>The sound files that the corpus damages, made once into a folder that all workers read.</summary>
/// <param name="folder">The folder.</param>
internal sealed class Seeds(string folder)
{
    private const string Test = "testsrc2=s=64x48:r=10:d=1", Sine = "sine=d=1:r=8000";

    private static readonly (string Name, string[] Arguments)[] Clips =
    [
        ("plain.mp4", ["-f", "lavfi", "-i", Test, "-f", "lavfi", "-i", Sine, "-c:v", "libx264", "-c:a", "aac", "-movflags", "+faststart"]),
        ("late.mp4", ["-f", "lavfi", "-i", Test, "-c:v", "libx264"]),
        ("fragments.mp4", ["-f", "lavfi", "-i", Test, "-c:v", "libx264", "-g", "3", "-movflags", "+frag_keyframe+empty_moov"]),
        ("plain.mkv", ["-f", "lavfi", "-i", Test, "-f", "lavfi", "-i", Sine, "-c:v", "libx264", "-c:a", "aac"]),
        ("plain.ts", ["-f", "lavfi", "-i", Test, "-c:v", "libx264", "-f", "mpegts"]),
        ("plain.avi", ["-f", "lavfi", "-i", Test, "-c:v", "mjpeg"]),
        ("plain.webm", ["-f", "lavfi", "-i", Test, "-c:v", "libvpx", "-deadline", "realtime"]),
        ("plain.flv", ["-f", "lavfi", "-i", Test, "-c:v", "flv"]),
        ("bare.h264", ["-f", "lavfi", "-i", Test, "-c:v", "libx264", "-f", "h264"]),
        ("moving.gif", ["-f", "lavfi", "-i", Test]),
        ("fragments.nut", ["-f", "lavfi", "-i", "testsrc2=s=16x12:r=10:d=0.5", "-c:v", "rawvideo", "-pix_fmt", "bgr24", "-f", "nut"]),
        ("street.mp4", ["-i", Samples.Drive("lead-car-brakes"), "-frames:v", "8", "-vf", "scale=320:180", "-an", "-c:v", "libx264", "-preset", "veryfast"]),
        ("picture.png", ["-i", Samples.Drive("lead-car-brakes"), "-frames:v", "1", "-vf", "scale=320:180"]),
        ("picture.jpg", ["-i", Samples.Drive("lead-car-brakes"), "-frames:v", "1", "-vf", "scale=320:180"]),
        ("picture.bmp", ["-f", "lavfi", "-i", Test, "-frames:v", "1"]),
        ("picture.webp", ["-f", "lavfi", "-i", Test, "-frames:v", "1", "-c:v", "libwebp"]),
        ("picture.tiff", ["-f", "lavfi", "-i", Test, "-frames:v", "1"]),
    ];

    /// <summary>Objects of a picture in COCO's form.</summary>
    public const string Masks = """
        {"images":[{"id":1,"width":320,"height":180,"file_name":"picture.png"}],
         "categories":[{"id":1,"name":"car"},{"id":2,"name":"pedestrian"}],
         "annotations":[
          {"id":1,"image_id":1,"category_id":1,"bbox":[10,10,50,50],"area":2500,"iscrowd":0,"score":0.9,"segmentation":[[10,10,60,10,60,60,10,60]]},
          {"id":2,"image_id":1,"category_id":2,"bbox":[100,20,40,90],"area":3600,"iscrowd":1,"segmentation":{"size":[180,320],"counts":[18020,90,90,90,90,90,39230]}},
          {"id":3,"image_id":1,"category_id":1,"bbox":[200,100.5,30,40],"area":1200,"iscrowd":0}]}
        """;

    /// <summary>A seed.</summary>
    public byte[] this[string name] => File.ReadAllBytes(PathOf(name));

    /// <summary>Where a seed lies.</summary>
    public string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>A seed that is a text.</summary>
    public string Text(string name) => File.ReadAllText(PathOf(name));

    /// <summary>The files of a run that was made of <c>street.mp4</c>, by name.</summary>
    public IReadOnlyList<(string Name, byte[] Bytes)> Run => [.. Directory.GetFiles(PathOf("run")).Order(StringComparer.Ordinal).Select(path => (Path.GetFileName(path), File.ReadAllBytes(path)))];

    /// <summary>Makes them.</summary>
    public async Task MakeAsync()
    {
        Directory.CreateDirectory(folder);
        await Parallel.ForEachAsync(Clips, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (clip, cancellation) =>
        {
            using Process process = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-y", "-nostdin", .. clip.Arguments, "-threads", "1", "-bitexact", PathOf(clip.Name)]))!;
            await process.WaitForExitAsync(cancellation);
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"ffmpeg could not make {clip.Name}.");
            }
        });
        await File.WriteAllTextAsync(PathOf("masks.json"), Masks);
        File.Copy(PathOf("plain.mp4"), PathOf("way.mp4"));
        await File.WriteAllTextAsync(PathOf("way.gpx"), $"<gpx><trk><trkseg>{string.Concat(Enumerable.Range(0, 5000).Select(i => string.Create(CultureInfo.InvariantCulture, $"<trkpt lat=\"{52.5 + (i * 1e-5):0.00000}\" lon=\"13.4\"><time>2026-11-21T14:32:{i % 60:00}Z</time></trkpt>")))}</trkseg></trk></gpx>");
        Directory.CreateDirectory(PathOf("detections/a/det"));
        await File.WriteAllTextAsync(PathOf("detections/a/det/det.txt"), string.Concat(Enumerable.Range(1, 2000).Select(i => $"{i},-1,{10 + (i % 90)},20,30,40,0.9,-1,-1,-1\n")));
        await MustAsync("run", PathOf("street.mp4"), "-o", PathOf("run"), "--set", "attribution.max_players=2");
        await MustAsync("case", PathOf("run"), "--out", PathOf("case.zip"), "--by", "A tester");
        await MustAsync("case", "key", PathOf("signing.key"));

        // Its texts are attacks, and its journal has what no short clip brings.
        RecordedRuns.Write(PathOf("recorded"));
    }

    private static async Task MustAsync(params string[] arguments)
    {
        Ending ending = await CommandCall.RunAsync(arguments, Directory.CreateTempSubdirectory("corpus-seed-").FullName, []);
        if (ending.Answer is not Answer.Result)
        {
            throw new InvalidOperationException($"pixelshap {string.Join(' ', arguments)}: {ending.Said}");
        }
    }

    /// <summary>Damaged copies of a text.</summary>
    public static IEnumerable<(int Seed, byte[] Bytes)> Texts(string text, int count, int first = 0) => Enumerable.Range(first, count).Select(seed => (seed, Mutation.Text(text, seed)));

    /// <summary>Damaged copies of a seed.</summary>
    public IEnumerable<(int Seed, byte[] Bytes)> Bytes(string name, int count, int first = 0)
    {
        byte[] bytes = this[name];
        return Enumerable.Range(first, count).Select(seed => (seed, Mutation.Bytes(bytes, seed)));
    }

    /// <summary>The bytes of a text.</summary>
    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
