using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelShap.Testing;
using PixelShap.Video.Language.Tests;
using PixelShap.Video.Media.Tests;

namespace PixelShap.EndToEnd;

/// <summary>A drive of twelve files, cut from a sample drive without re-encoding, with names of four makers, a gap and a damaged file.</summary>
public sealed class DriveRunTests(Clips clips) : IClassFixture<Clips>, IDisposable
{
    // Three pictures a second, so that 96 make sixteen files of two seconds; four of them are missing.
    private const int PicturesOfAFile = 6, Files = 16, FirstMissing = 8, Missing = 4, Damaged = 14;

    private readonly RemoteRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public async Task One_run_has_the_pictures_times_and_ids_of_the_uncut_recording_and_is_gone_on_with_after_a_kill()
    {
        string original = clips.Make(
            "original.mp4", "-i", Samples.Drive("lead-car-brakes"), "-vf", "setpts=N/3/TB", "-r", "3", "-an", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "18", "-bf", "0", "-g", "6",
            "-sc_threshold", "0");
        string[] files = Cut(original);
        int damagedPictures = Clips.ProbedTimes(files[Damaged - Missing]).Count;
        int[] there = [.. Enumerable.Range(0, 96).Where(picture => picture / PicturesOfAFile is not (>= FirstMissing and < FirstMissing + Missing) && (picture / PicturesOfAFile != Damaged || picture % PicturesOfAFile < damagedPictures))];
        Assert.InRange(damagedPictures, 1, PicturesOfAFile - 2);
        Run whole = _runs.New("whole"), joined = _runs.New("joined");
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None);

        await ExecuteAsync(whole, server, Samples.StreetMasks, original);
        await ExecuteAsync(joined, server, MasksOf(there), files);

        ILookup<int, (string Box, int Track)> expected = Sights(whole), actual = Sights(joined);
        Assert.Equal(there.Select(picture => picture * 1.0 / 3), joined.Lines("tracks.jsonl").Select(line => line.GetProperty("t").GetDouble()).Distinct(), (one, other) => Math.Abs(one - other) < 1e-5);

        // Ids live across joints. Who is first seen in the last picture before the gap is seen too shortly to have one.
        Assert.All(Enumerable.Range(0, (FirstMissing * PicturesOfAFile) - 1), picture => Assert.Equal(expected[picture].Order(), actual[picture].Order()));

        // Behind a gap ids are new: one for one, across the joints there too.
        HashSet<(int Was, int Is)> renamed = [.. there.Where(picture => picture >= (FirstMissing + Missing) * PicturesOfAFile)
            .SelectMany(picture => actual[picture].Join(expected[picture], sight => sight.Box, sight => sight.Box, (now, then) => (then.Track, now.Track)))];
        int[] behindDamage = [.. actual.Where(picture => picture.Key >= (Damaged + 1) * PicturesOfAFile).SelectMany(picture => picture).Select(sight => sight.Track).Distinct()];
        Assert.True(renamed.Count > 20, $"only {renamed.Count} ids were found again");
        Assert.Equal(renamed.Count, renamed.Select(pair => pair.Is).Distinct().Count());
        Assert.Equal(renamed.Count, renamed.Select(pair => (pair.Was, behindDamage.Contains(pair.Is))).Distinct().Count());
        using JsonDocument summary = JsonDocument.Parse(File.ReadAllText(joined.File("run.json")));
        Assert.Equal((there.Length, 3), (summary.RootElement.GetProperty("summary").GetProperty("frames").GetInt32(), summary.RootElement.GetProperty("summary").GetProperty("epochs").GetInt32()));
        Assert.Equal(12, summary.RootElement.GetProperty("input").GetProperty("files").GetArrayLength());
        Assert.Equal("2026-11-21T12:00:00.000", summary.RootElement.GetProperty("clip").GetProperty("recorded_at").GetString());

        // Killed in the middle: the same command goes on and ends the same.
        byte[] tracks = File.ReadAllBytes(joined.File("tracks.jsonl"));
        using (FileStream journal = File.OpenWrite(joined.File("journal.psj")))
        {
            journal.SetLength(journal.Length / 2);
        }

        await ExecuteAsync(joined, server, MasksOf(there), files);
        Assert.Equal(tracks, File.ReadAllBytes(joined.File("tracks.jsonl")));

        // Moved, and looked at across a joint.
        string moved = clips.PathOf("moved");
        Directory.Move(Path.GetDirectoryName(files[0])!, moved);
        CommandResult gone = await Command.RunAsync(["review", joined.Folder, "--from", "3", "--to", "5"]);
        Assert.Equal(3, gone.ExitCode);
        Assert.Contains("a file of the drive, is not where it was", gone.Error, StringComparison.Ordinal);
        CommandResult review = await Command.RunAsync(["review", joined.Folder, "--from", "3", "--to", "5", "--input", moved]);
        Assert.True(review.ExitCode == 0, review.Error);
        Assert.Equal(Enumerable.Range(0, 6).Select(i => i / 3.0), Clips.ProbedTimes(joined.File("review.mp4")).Take(6).Select(time => time.Seconds), (one, other) => Math.Abs(one - other) < 1e-4);
    }

    private string[] Cut(string original)
    {
        string folder = clips.PathOf("card");
        Directory.CreateDirectory(folder);
        Clips.Run(
            "ffmpeg", "-nostdin", "-v", "error", "-i", original, "-c", "copy", "-f", "segment", "-segment_time", "2", "-reset_timestamps", "1", "-segment_format_options", "movflags=faststart",
            clips.PathOf("piece-%02d.mp4"));
        string[] names = ["{0:yyyy_MMdd_HHmmss}_001F.MP4", "{0:yyyyMMdd_HHmmss}_NF.mp4", "NO{0:yyyyMMdd-HHmmss}-000001F.MP4", "REC_{0:yyyy_MM_dd_HH_mm_ss}_F.MP4"];
        var files = new List<string>();
        foreach (int piece in Enumerable.Range(0, Files).Where(piece => piece is not (>= FirstMissing and < FirstMissing + Missing)))
        {
            files.Add(Path.Combine(folder, string.Format(CultureInfo.InvariantCulture, names[piece % 4], new DateTime(2026, 11, 21, 12, 0, 0).AddSeconds(2 * piece))));
            File.Copy(clips.PathOf($"piece-{piece:00}.mp4"), files[^1]);
        }

        using FileStream damaged = File.OpenWrite(files[Damaged - Missing]);
        damaged.SetLength((long)(damaged.Length * 0.6));
        return [.. files];
    }

    /// <summary>The truth of the pictures that there are, numbered as the drive numbers them.</summary>
    private string MasksOf(int[] there)
    {
        JsonNode masks = JsonNode.Parse(File.ReadAllText(Samples.StreetMasks))!;
        Dictionary<int, int> numbers = there.Select((picture, i) => (picture, i)).ToDictionary(pair => pair.picture, pair => pair.i);
        foreach (JsonNode? image in masks["images"]!.AsArray())
        {
            image!["frame_id"] = numbers.TryGetValue(image["frame_id"]!.GetValue<int>(), out int number) ? number : there.Length + image["frame_id"]!.GetValue<int>();
        }

        string path = clips.PathOf("masks.json");
        File.WriteAllText(path, masks.ToJsonString());
        return path;
    }

    private async Task ExecuteAsync(Run run, ChatServer server, string masks, params string[] files)
    {
        CommandResult result = await Command.RunAsync(
            [
                "run", .. files, "--output", run.Folder, .. _runs.Settings(server), "--set", $"segmenter.model={masks}", "--set", "keyframes.interval_seconds=30",
                "--set", "keyframes.min_gap_seconds=30", "--set", "video.annotated=false", "--set", "report=false", "--set", "events=false", "--set", "ego_mask=none",
            ],
            _runs.Environment);
        Assert.True(result.ExitCode == 0, result.Error);
    }

    /// <summary>Which objects are where in each picture, by the number that it has in the whole recording.</summary>
    private static ILookup<int, (string Box, int Track)> Sights(Run run) => run.Lines("tracks.jsonl").Where(line => line.GetProperty("source").GetString() == "seen").ToLookup(
        line => (int)Math.Round(line.GetProperty("t").GetDouble() * 3), line => ($"{line.GetProperty("class").GetString()} {line.GetProperty("box").GetRawText()}", line.GetProperty("track").GetInt32()));
}
