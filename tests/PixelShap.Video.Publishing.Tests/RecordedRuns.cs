using System.Security.Cryptography;
using System.Text.Json.Nodes;
using PixelShap.Masking;
using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Prompts;
using PixelShap.Video.Clips;
using PixelShap.Video.Frames;
using PixelShap.Video.Importance;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Time;

namespace PixelShap.Video.Publishing.Tests;

/// <summary>
/// Writes the journals of runs that never were: 50 frames of 320×180 at 25 a second with a person who walks, an object whose class is an attack and that is
/// out of view for a while, and a car without a mask that is missed once; three keyframes and one without an answer. Texts are as hostile as a model can make them.
/// </summary>
internal static class RecordedRuns
{
    public const int Width = 320, Height = 180, FrameCount = 50;
    public const string Attack = "</script><script>window.hacked=1</script><img src=x onerror=\"window.hacked=1\">";
    public const string AttackingClass = "<img src=x onerror=window.hacked=1>";
    public static readonly Rational TimeBase = new(1, 12_800);

    public static MediaTime TimeOf(int frame) => new(frame * 512, TimeBase);

    /// <summary>Writes a run into a folder, which is made.</summary>
    /// <param name="folder">The run directory.</param>
    /// <param name="input">The name of the clip.</param>
    /// <param name="prompts">The names of the prompts; none for one without a name.</param>
    public static RunResults Write(string folder, string input = "drive.mp4", params string[] prompts)
    {
        string[] names = prompts.Length > 0 ? prompts : [NamedPrompt.DefaultName];
        Directory.CreateDirectory(folder);
        using (JournalWriter journal = JournalWriter.Create(Path.Combine(folder, "journal.psj")))
        {
            string hash = File.Exists(input) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(input))) : new string('a', 64);
            var header = new JournalHeader(JournalHeader.CurrentSchema, DateTimeOffset.UnixEpoch, input, hash, new string('b', 64), Width, Height) { Prompts = names };
            journal.Append(header);
            journal.Append(new JournalEpoch(new Epoch(0, DateTimeOffset.UnixEpoch, "start")));
            for (int i = 0; i < FrameCount; i++)
            {
                journal.Append(Frame(i));
            }

            foreach (string name in names)
            {
                double more = 0.1 * Array.IndexOf(names, name);
                journal.Append(Keyframe(5, "start", name, "A person walks on the left.", (new[] { 1 }, "person", 0.2 + more), (new[] { 2 }, AttackingClass, -0.05)));
                journal.Append(Keyframe(20, "interval", name, Attack, (new[] { 1 }, "person", 0.45 + more), (new[] { 2 }, AttackingClass, 0.15)));
                journal.Append(new JournalSkippedKeyframe(30, 0, TimeOf(30), TimeOf(30).Seconds, "interval", $"Who matters? {Attack}", "a model", AnswerKind.Refused, "no <b>way</b>") { PromptName = name });
                journal.Append(Keyframe(40, "fast approach", name, "=1+1, a \"person\"\nand -->\n\nno car", (new[] { 1 }, "person", 0.3 + more), (new[] { 2, 3 }, "others", 0.1)));
            }

            journal.Append(new JournalEnd(FrameCount, 0));
        }

        File.WriteAllText(Path.Combine(folder, "run.json"), Document().ToJsonString());
        return Load(folder);
    }

    public static RunResults Load(string folder) => RunResults.Load(RunDirectory.ForReading(folder), new ImportanceConfiguration());

    /// <summary>A drive northwards, one fix a second.</summary>
    public static ClipFacts Drive { get; } = new()
    {
        RecordedAt = new DateTimeOffset(2024, 5, 17, 8, 30, 0, TimeSpan.FromHours(2)),
        Fixes =
        [
            new GpsFix(0, 52.5, 13.4) { AltitudeMetres = 34.5, SpeedMetresPerSecond = 10, HeadingDegrees = 0 },
            new GpsFix(1, 52.5001, 13.4) { SpeedMetresPerSecond = 11.25, HeadingDegrees = 359.5 },
            new GpsFix(2, 52.5002, 13.4000001),
        ],
    };

    public static JsonObject Document() => new()
    {
        ["product"] = "PixelShap.Video 0",
        ["configuration"] = ConfigurationSchema.ToJsonObject(new PipelineConfiguration()),
        ["model"] = Attack,
        ["summary"] = new JsonObject { ["vlm_calls"] = 12 },
    };

    private static JournalFrame Frame(int i)
    {
        List<(int Track, Detection Detection)> seen = [(1, Seen("person", new BoundingBox(20 + (4 * i), 70, 50.5f + (4 * i), 150.25f), hasMask: true))];
        if (i is < 30 or >= 36)
        {
            seen.Add((2, Seen(AttackingClass, new BoundingBox(220, 60, 290, 120), hasMask: true)));
        }

        if (i >= 10 && i != 45)
        {
            seen.Add((3, Seen("car", new BoundingBox(120, 20 + (0.125f * i), 160, 50), hasMask: false)));
        }

        MediaTime time = TimeOf(i);
        return new JournalFrame(
            i, 0, time, time.Seconds, Width, Height, [.. seen.Select(item => item.Detection)], [.. seen.Select((item, index) => new JournalObject(item.Track, index, 0, item.Detection.ClassName))]);
    }

    private static Detection Seen(string name, BoundingBox box, bool hasMask) =>
        new(0, name, 0.875f, box, hasMask ? Diamond(box) : null);

    private static Mask Diamond(BoundingBox box)
    {
        var map = new byte[Width * Height];
        double cx = (box.Left + box.Right) / 2, cy = (box.Top + box.Bottom) / 2;
        for (int i = 0; i < map.Length; i++)
        {
            double dx = Math.Abs((i % Width) + 0.5 - cx) * 2 / box.Width, dy = Math.Abs((i / Width) + 0.5 - cy) * 2 / box.Height;
            map[i] = dx + dy <= 1 ? (byte)1 : (byte)0;
        }

        return Mask.FromBytes(Width, Height, new PixelBox(0, 0, Width, Height), map, Width);
    }

    private static JournalKeyframe Keyframe(int frame, string reason, string name, string answer, params (int[] Tracks, string Class, double Value)[] players) => new()
    {
        Frame = frame,
        Epoch = 0,
        Pts = TimeOf(frame),
        Seconds = TimeOf(frame).Seconds,
        Reason = reason,
        PromptName = name,
        Attribution = new KeyframeAttribution
        {
            Prompt = $"Who matters? {Attack}",
            Model = "a model",
            Answer = answer,
            Players = [.. players.Select(player => new PlayerValue(player.Tracks, player.Class, player.Value, 0.03))],
            Estimator = "edge",
            Calls = 3,
            EmptyValue = 0.25,
            FullValue = 1,
            EfficiencyGap = 0.05,
            Coalitions = [new CoalitionAnswer(0, 0.25, "Nothing."), new CoalitionAnswer(1, 0.8, $"A person. {Attack}"), new CoalitionAnswer(2, 0.5, "A car.")],
            Unanswered = frame == 40 ? [new UnansweredCoalition(3, AnswerKind.Filtered, "too <i>bad</i>")] : [],
        },
    };
}
