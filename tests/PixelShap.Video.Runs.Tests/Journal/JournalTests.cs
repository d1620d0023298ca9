using PixelShap.Faithfulness;
using PixelShap.Interactions;
using PixelShap.Masking;
using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Claims;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Frames;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Time;

namespace PixelShap.Video.Runs.Tests.Journal;

public sealed class JournalTests : IDisposable
{
    private static readonly ModelUsage Spent = new()
    {
        Requests = 9, Retries = 2, Answers = 6, CacheHits = 4, Unanswered = 1, CutOff = 3, InputTokens = 1L << 40, OutputTokens = 77, Cost = 1.25, Currency = "EUR",
        LatencyP50 = double.NaN, LatencyP90 = double.NaN, LatencyP99 = double.NaN,
    };

    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.FromHours(1));
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    private static JournalRecord[] Records =>
    [
        new JournalHeader(JournalHeader.CurrentSchema, Now, "clip \"x\".mp4", "aa", "bb", 64, 48),
        new JournalEpoch(new Epoch(0, Now, "start")),
        new JournalFrame(0, 0, Time(0), 0, 64, 48, [Seen(0, 5)], []),
        new JournalAnswer("key", "a car ahead"),
        new JournalCheck(0, "two cars ahead"),
        new JournalUsage(2, Spent),
        new JournalFrame(1, 0, Time(1), 0.04, 64, 48, [Seen(1, 6), Seen(2, 7) with { Mask = null }], [new JournalObject(4, 1, 2, "car")])
        {
            IsCarried = true,
            Earlier = [new EarlierSight(4, 0, 0.02, 0.75f, new BoundingBox(1, 2, 3.5f, 4))],
        },
        Keyframe(1),
        WithEvidence(Keyframe(2)),
        new JournalEnd(2, 0),
    ];

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Records_come_back_as_they_were_written()
    {
        Write(Records);
        var reader = new JournalReader(_path);
        JournalRecord[] read = [.. reader.Read()];
        Assert.Null(reader.Damage);
        Assert.Equal(new FileInfo(_path).Length, reader.ValidLength);
        Assert.Equivalent(Records.Select(Comparable), read.Select(Comparable), strict: true);
    }

    [Fact]
    public void A_journal_cut_anywhere_gives_its_whole_records_and_can_be_continued()
    {
        Write(Records);
        byte[] whole = File.ReadAllBytes(_path);
        for (int length = 4; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(_path, whole[..length]);
            var reader = new JournalReader(_path);
            int intact = reader.Read().Count();
            Assert.InRange(reader.ValidLength, 4, length);
            Assert.Equal(reader.ValidLength < length, reader.Damage is not null);

            using (JournalWriter writer = JournalWriter.Continue(_path, reader.ValidLength))
            {
                writer.Append(new JournalEnd(9, 9));
            }

            Assert.Equal(new JournalEnd(9, 9), new JournalReader(_path).Read().Last());
            Assert.Equal(intact + 1, new JournalReader(_path).Read().Count());
        }
    }

    [Fact]
    public void A_flipped_bit_is_noticed_and_nothing_behind_it_is_believed()
    {
        Write(Records);
        byte[] bytes = File.ReadAllBytes(_path);
        var random = new Random(1);
        for (int round = 0; round < 200; round++)
        {
            byte[] damaged = [.. bytes];
            int at = random.Next(4, bytes.Length);
            damaged[at] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(_path, damaged);
            var reader = new JournalReader(_path);
            int intact = reader.Read().Count();
            Assert.True(intact < Records.Length);
            Assert.NotNull(reader.Damage);

            // Whoever goes on writes over the damaged record.
            Assert.InRange(reader.ValidLength, 4, at);
            using (JournalWriter writer = JournalWriter.Continue(_path, reader.ValidLength))
            {
                writer.Append(new JournalEnd(9, 9));
            }

            Assert.Equal(intact + 1, new JournalReader(_path).Read().Count());
        }
    }

    [Fact]
    public void Another_file_is_no_journal()
    {
        File.WriteAllText(_path, "not a journal");
        Assert.Equal(ExitCode.Input, Assert.Throws<PixelShapException>(() => new JournalReader(_path).ReadHeader()).ExitCode);
    }

    private void Write(IEnumerable<JournalRecord> records)
    {
        File.Delete(_path);
        using JournalWriter writer = JournalWriter.Create(_path);
        foreach (JournalRecord record in records)
        {
            writer.Append(record);
        }
    }

    private static MediaTime Time(long ticks) => new(ticks, new Rational(1, 25));

    private static Detection Seen(int classId, int left) => new(
        classId, "car", 0.5f, new BoundingBox(left, 2, left + 9.5f, 12), Mask.FromBox(64, 48, new PixelBox(left, 2, 9, 10)));

    private static JournalKeyframe Keyframe(long frame) => new()
    {
        Frame = frame,
        Epoch = 0,
        Pts = Time(frame),
        Seconds = 0.04,
        Reason = "start",
        Attribution = new KeyframeAttribution
        {
            Prompt = "What?",
            Model = "m",
            Answer = "a",
            Players = [new PlayerValue([4, 7], "others", -0.25, 0.125)],
            Estimator = "edge",
            Calls = 1,
            EmptyValue = 0.5,
            FullValue = 1,
            EfficiencyGap = -0.125,
            Coalitions = [new CoalitionAnswer(ulong.MaxValue >> 2, 0.75, "b")],
            Faithfulness = frame % 2 == 0 ? null : new FaithfulnessCurves([0.5, 1], [1, double.NaN], 3),
        },
    };

    /// <summary>With controls, a region, and the verdict of the keyframe before.</summary>
    private static JournalKeyframe WithEvidence(JournalKeyframe keyframe)
    {
        var region = new SceneRegion(3, Mask.FromBox(64, 48, new PixelBox(5, 6, 7, 8)), 0.75, "nothing", ["large", "fire"]);
        return keyframe with
        {
            Attribution = keyframe.Attribution with
            {
                Controls = [new ControlAnswer(new Control(ControlKind.Blank), 0.25, "grey"), new ControlAnswer(new Control(ControlKind.OtherFill, 1UL << 61), double.NaN, "")],
                Search = new SceneSearch(5, [region]),
                CarriedVerdict = new Verdict(VerdictKind.Region, [0], [region], "") { ReactsToPatch = true },
                Looks = [new ObjectLook(7, PaintColours.Red | PaintColours.White, LampColour.Unknown), new ObjectLook(8, PaintColours.None, LampColour.Green)],
                Players = [.. keyframe.Attribution.Players, new PlayerValue([9], "car", 0.5, 0.25)],
                Pairs = [new PairInteraction(0, 1, -0.5, 0.125, 0.5, 0.625)],
            },
        };
    }

    /// <summary>Masks are compared by their runs.</summary>
    private static object Comparable(JournalRecord record) => record is JournalFrame frame
        ? new
        {
            frame.Index,
            frame.Epoch,
            frame.Pts,
            frame.Seconds,
            frame.Width,
            frame.Height,
            frame.Objects,
            frame.IsCarried,
            Detections = frame.Detections.Select(seen => (seen.ClassId, seen.ClassName, seen.Score, seen.Box, seen.Mask?.Box, seen.Mask is null ? "" : Convert.ToHexString(MaskRunLength.Encode(seen.Mask)))).ToArray(),
        }
        : record;
}
