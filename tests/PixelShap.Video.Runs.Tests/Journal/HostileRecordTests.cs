using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using PixelShap.Masking;
using PixelShap.Video.Attribution;
using PixelShap.Video.Frames;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Time;

namespace PixelShap.Video.Runs.Tests.Journal;

/// <summary>Records whose checksum is right and whose bytes are not.</summary>
public sealed class HostileRecordTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.FromHours(1));
    private static readonly MediaTime Time = new(3, new Rational(1, 25));

    private static JournalRecord[] Records =>
    [
        new JournalHeader(JournalHeader.CurrentSchema, Now, "clip.mp4", "aa", "bb", 64, 48),
        new JournalEpoch(new Epoch(0, Now, "start")),
        new JournalFrame(
            7, 0, Time, 0.12, 64, 48,
            [new Detection(1, "car", 0.5f, new BoundingBox(5, 2, 14.5f, 12), Mask.FromBox(64, 48, new PixelBox(5, 2, 9, 10)))],
            [new JournalObject(4, 0, 1, "car")]) { IsCarried = true },
        new JournalAnswer("key", "", AnswerKind.Refused, "refused"),
        new JournalAnswer("key", "A car.", AnswerKind.Text, "") { Reasoning = "I see a car.", IsCut = true },
        new JournalSkippedKeyframe(7, 0, Time, 0.12, "start", "What?", "m", AnswerKind.Failed, "down"),
        new JournalKeyframe
        {
            Frame = 7, Epoch = 0, Pts = Time, Seconds = 0.12, Reason = "start",
            Attribution = new KeyframeAttribution
            {
                Prompt = "What?", Model = "m", Answer = "a",
                Players = [new PlayerValue([4], "car", -0.25, 0.125)], Estimator = "edge", Calls = 1, EmptyValue = 0.5, FullValue = 1, EfficiencyGap = 0,
                Coalitions = [new CoalitionAnswer(1, 0.75, "b")], Unanswered = [new UnansweredCoalition(1, AnswerKind.Empty, "empty")], CutOff = [1],
            },
        },
        new JournalCheck(7, "a car"),
        new JournalEnd(8, 0),
    ];

    [Fact]
    public void Any_bytes_are_a_record_or_refused_in_our_own_words() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            ReadOrRefuse(bytes);

            // Behind the head of a record random bytes get further.
            foreach (byte kind in Enumerable.Range(1, 8))
            {
                ReadOrRefuse([0x9f, kind, .. bytes]);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void A_record_cut_anywhere_is_refused()
    {
        foreach (byte[] bytes in Records.Select(Bytes))
        {
            for (int length = 0; length < bytes.Length; length++)
            {
                Assert.Throws<InvalidDataException>(() => JournalCodec.Read(bytes.AsMemory(0, length)));
            }
        }
    }

    [Fact]
    public void A_changed_byte_never_ends_in_another_error()
    {
        var random = new Random(5);
        foreach (byte[] bytes in Records.Select(Bytes))
        {
            for (int position = 0; position < bytes.Length; position++)
            {
                byte[] changed = [.. bytes];
                foreach (byte value in (byte[])[0x00, 0x7f, 0x80, 0xc0, 0xc1, 0xc6, 0xc9, 0xcb, 0xcf, 0xd3, 0xdb, 0xdd, 0xdf, 0xff, (byte)random.Next(256)])
                {
                    changed[position] = value;
                    ReadOrRefuse(changed);
                }
            }
        }
    }

    [Theory]
    [InlineData(new byte[] { 0xdd, 0x7f, 0xff, 0xff, 0xff, 0x01 })]
    [InlineData(new byte[] { 0x92, 0x03, 0x00, 0x00, 0x93, 0x00, 0x01, 0x01, 0x00, 0x01, 0x01, 0xdd, 0x7f, 0xff, 0xff, 0xff })]
    [InlineData(new byte[] { 0x95, 0x04, 0xdb, 0x7f, 0xff, 0xff, 0xff, 0x61 })]
    [InlineData(new byte[] { 0x95, 0x04, 0xdb, 0xff, 0xff, 0xff, 0xff, 0x61 })]
    [InlineData(new byte[] { 0x93, 0x06, 0x00, 0x00, 0xc6, 0xff, 0xff, 0xff, 0xff })]
    [InlineData(new byte[] { 0x93, 0x06, 0x00, 0x00, 0xc9, 0xff, 0xff, 0xff, 0xff, 0x01 })]
    [InlineData(new byte[] { 0x93, 0x06, 0x00, 0x00, 0xdf, 0x7f, 0xff, 0xff, 0xff, 0x01 })]
    public void A_length_that_the_bytes_cannot_hold_takes_no_memory(byte[] bytes)
    {
        ReadOrRefuse(bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => JournalCodec.Read(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 10);
    }

    [Fact]
    public void A_mask_of_a_frame_that_no_camera_makes_takes_no_memory()
    {
        var frame = new JournalFrame(
            0, 0, Time, 0, int.MaxValue, int.MaxValue, [new Detection(1, "car", 1, default, Mask.FromBox(40_000, 40_000, new PixelBox(0, 39_999, 40_000, 1)))], []);
        byte[] bytes = Bytes(frame);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => JournalCodec.Read(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 10);
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(100_000, false)]
    public void Fields_of_a_later_version_are_passed_over_to_a_depth_of_64(int depth, bool isRead)
    {
        byte[] arrays = [0x94, 6, 8, 0, .. Enumerable.Repeat((byte)0x91, depth), 0xc0];
        byte[] maps = [0x94, 6, 8, 0, .. Enumerable.Repeat((byte[])[0x81, 0xc0], depth).SelectMany(pair => pair), 0xc0];
        foreach (byte[] bytes in (byte[][])[arrays, maps])
        {
            if (isRead)
            {
                Assert.Equal(new JournalEnd(8, 0), JournalCodec.Read(bytes));
            }
            else
            {
                Assert.Contains("deeper than 64", Assert.Throws<InvalidDataException>(() => JournalCodec.Read(bytes)).Message, StringComparison.Ordinal);
            }
        }
    }

    private static byte[] Bytes(JournalRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>();
        JournalCodec.Write(buffer, record);
        return buffer.WrittenSpan.ToArray();
    }

    private static void ReadOrRefuse(byte[] bytes)
    {
        try
        {
            JournalCodec.Read(bytes);
        }
        catch (InvalidDataException exception)
        {
            Assert.DoesNotContain("MessagePack", exception.Message, StringComparison.OrdinalIgnoreCase);
            Assert.NotEqual(exception.InnerException?.Message, exception.Message);
        }
    }
}
