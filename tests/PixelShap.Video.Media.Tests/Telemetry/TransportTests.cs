using PixelShap.Video.Clips;
using PixelShap.Video.Media.Facts;
using PixelShap.Video.Media.Telemetry;
using PixelShap.Video.Media.Telemetry.FreeGps;
using PixelShap.Video.Media.Telemetry.Transport;

namespace PixelShap.Video.Media.Tests.Telemetry;

/// <summary>Synthetic: FFmpeg's transport streams, with records in packets that no table names put among theirs, as the description of the cameras says.</summary>
[Collection(nameof(Clips))]
public sealed class TransportTests : IDisposable
{
    private const int Pid = 0x300;
    private static readonly DateTimeOffset s_first = new(2026, 11, 21, 14, 32, 7, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-transport-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0, 188)]
    [InlineData(164, 188)]
    [InlineData(0, 192)]
    public async Task Records_that_no_table_names_are_found_and_the_pictures_are_what_they_were(int prefix, int size)
    {
        string plain = Plain(size), path = Path.Combine(_folder, "20261121153207_000001.TS");
        await File.WriteAllBytesAsync(path, With(await File.ReadAllBytesAsync(plain), size, prefix), CancellationToken.None);

        (ClipFacts facts, ClipTelemetry telemetry) = await ClipFactsProbe.ReadAllAsync(path, CancellationToken.None);

        Assert.Equal([0.0, 1, 2], telemetry.Points.Select(fix => fix.Seconds));
        Assert.Equal((3, 0, PlacedBy.OwnClock, "MPEG-TS (Novatek)"), (telemetry.Read, telemetry.Dropped.NoFix, telemetry.PlacedBy, telemetry.Source));
        Assert.All(telemetry.Points, fix =>
        {
            Assert.Equal((SyntheticTelemetry.Latitude, SyntheticTelemetry.Longitude), (Math.Round(fix.Latitude, 4), Math.Round(fix.Longitude, 4)));
            Assert.Equal(SyntheticTelemetry.Speed, fix.SpeedMetresPerSecond!.Value, 0.01);
            Assert.False(fix.IsUtc);
        });

        // The clock is the camera's own: the zone stays unknown.
        Assert.Equal((s_first.DateTime, false, "camera clock"), (facts.RecordedAt!.Value.DateTime, facts.IsZoneKnown, facts.RecordedAtSource));
        Assert.Equal(Clips.ProbedTimes(plain), Clips.ProbedTimes(path));
    }

    [Fact]
    public void Two_hundred_mutations_end_in_points_that_are_on_the_globe()
    {
        byte[] whole = With(File.ReadAllBytes(Plain(188)), 188, 0);
        var random = new Random(5);
        for (int i = 0; i < 200; i++)
        {
            byte[] bytes = [.. whole];
            for (int changes = random.Next(1, 200); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            bytes = i % 4 == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
            if (TransportStream.Open(new MemoryStream(bytes)) is { } file && FreeGpsTransport.Read(file) is { } raw)
            {
                Assert.All(TelemetryJoin.Join(raw, new TelemetryHints { DurationSeconds = 3 }).Points, fix => Assert.True(Math.Abs(fix.Latitude) <= 90 && Math.Abs(fix.Longitude) <= 180 && double.IsFinite(fix.Seconds)));
            }
        }
    }

    [Fact]
    public void A_stream_without_records_has_no_telemetry() => Assert.Null(FreeGpsTransport.Read(TransportStream.Open(File.OpenRead(Plain(188)))!));

    private string Plain(int size)
    {
        string path = Path.Combine(_folder, $"plain-{size}.ts");
        Clips.Run("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc=size=320x180:rate=10:duration=3", "-c:v", "libx264", "-preset", "ultrafast", .. size == 192 ? ["-mpegts_m2ts_mode", "1"] : Array.Empty<string>(), "-f", "mpegts", path]);
        return path;
    }

    /// <summary>Three records put among the packets, a fourth of them apart.</summary>
    private static byte[] With(byte[] stream, int size, int prefix)
    {
        int packets = stream.Length / size, step = packets / 4;
        var all = new List<byte>();
        for (int i = 0; i < packets; i++)
        {
            all.AddRange(stream.AsSpan(i * size, size));
            if (i % step == step - 1 && i / step < 3)
            {
                byte[] body = new byte[1008];
                body.Put(prefix, 14, 32, 7 + (uint)(i / step), 26, 11, 21);
                body.Put(prefix + 24, "ANW");
                body.Put(prefix + 28, SyntheticTelemetry.Ddmm);
                body.Put(prefix + 32, SyntheticTelemetry.Dddmm);
                body.Put(prefix + 36, (float)(10 * 3600.0 / 1852));
                body.Put(prefix + 40, 90f);
                all.AddRange(Packets([0, 0, 1, 0xBF, 1008 >> 8, 1008 & 0xFF, .. body], size));
            }
        }

        return [.. all];
    }

    /// <summary>A packet of a stream cut into those of the transport, the last filled up by an adaptation field.</summary>
    private static IEnumerable<byte> Packets(byte[] packet, int size)
    {
        for (int at = 0, count = 0; at < packet.Length; count++)
        {
            int taken = Math.Min(184, packet.Length - at), filled = 184 - taken;
            byte[] head = [0x47, (byte)((at == 0 ? 0x40 : 0) | (Pid >> 8)), Pid & 0xFF, (byte)((filled > 0 ? 0x30 : 0x10) | (count & 15))];
            byte[] field = filled == 0 ? [] : filled == 1 ? [0] : [(byte)(filled - 1), 0, .. Enumerable.Repeat((byte)0xFF, filled - 2)];
            foreach (byte value in (byte[])[.. new byte[size - 188], .. head, .. field, .. packet.AsSpan(at, taken)])
            {
                yield return value;
            }

            at += taken;
        }
    }
}
