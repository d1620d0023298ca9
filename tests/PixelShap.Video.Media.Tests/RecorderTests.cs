using System.Diagnostics;
using System.Text.Json;
using PixelShap.Video.Frames;
using PixelShap.Video.Media.Live;
using PixelShap.Video.Media.Recording;

namespace PixelShap.Video.Media.Tests;

/// <summary>The stream of a real server as it is kept: every packet, in segments that play alone, whatever the disk does.</summary>
[Collection(nameof(Clips))]
public sealed class RecorderTests(Clips clips)
{
    private static readonly RecordingOptions Short = new() { Segment = TimeSpan.FromSeconds(1), FreeBytes = 0 };

    [Fact]
    public async Task Every_packet_is_in_a_segment_that_plays_alone_and_in_the_index()
    {
        string folder = clips.PathOf("recording");
        using RtspServer server = await RtspServer.StartAsync(Camera());
        var recorder = new Recorder(Short with { Folder = folder });
        long received = 0;
        Task<double?> clip = Task.FromResult<double?>(null);
        await using (RtspFrameSource source = RtspFrameSource.Create(server.Address, new RtspOptions { Recorder = recorder }))
        {
            await foreach (Frame frame in source.ReadAsync(CancellationToken.None))
            {
                frame.Dispose();
                received = frame.Index + 1;
                if (received == 60)
                {
                    DateTimeOffset now = TimeProvider.System.GetUtcNow();
                    clip = recorder.SaveClipAsync(clips.PathOf("event.mp4"), now - TimeSpan.FromSeconds(1.5), now + TimeSpan.FromSeconds(1), CancellationToken.None);
                }

                if (received == 120)
                {
                    break;
                }
            }
        }

        await recorder.DisposeAsync();
        string[] files = [.. Directory.GetFiles(folder, "*.mp4").Order()];
        Assert.InRange(files.Length, 3, 7);
        int[] packets = [.. files.Select(Packets)];

        // What FFmpeg had read and not shown yet when it was ended is recorded, too; of what was shown nothing is missing.
        Assert.InRange(packets.Sum(), received, received + 30);
        Assert.Equal((packets.Sum(), 0L, files.Length), ((int)recorder.Status.Packets, recorder.Status.LostPackets, recorder.Status.Segments));
        JsonElement[] index = [.. File.ReadAllLines(Path.Combine(folder, "index.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(files.Select(Path.GetFileName), index.Select(line => line.GetProperty("file").GetString()));
        Assert.Equal(packets, index.Select(line => line.GetProperty("packets").GetInt32()));
        Assert.All(files, file => Assert.InRange(Clips.ProbedTimes(file)[0].Seconds, 0, 0.1));

        Assert.InRange((await clip)!.Value, 2.0, 4.0);
        Assert.InRange(Clips.ProbedTimes(clips.PathOf("event.mp4")).Count, 50, 100);
    }

    [Fact]
    public async Task A_line_of_the_index_that_names_no_file_is_passed_over()
    {
        string folder = Directory.CreateDirectory(clips.PathOf("odd-index")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "index.jsonl"), "{}\nnull\n7\n");
        Assert.Empty((await SegmentFolder.OpenAsync(folder, CancellationToken.None)).Segments);
    }

    [Fact]
    public async Task What_a_killed_program_leaves_plays_to_the_last_fragment_and_is_found_again()
    {
        byte[] whole = await File.ReadAllBytesAsync(Fragmented());
        List<Fragment> fragments = await ReadAsync(whole);
        string folder = Directory.CreateDirectory(clips.PathOf("killed-recording")).FullName, file = Path.Combine(folder, "20300101T000000.000Z.mp4");

        // Cut in the middle of the last fragment, wherever the kernel stopped.
        await File.WriteAllBytesAsync(file, whole[..^(fragments[^1].Bytes.Length / 2)]);

        int expected = fragments.SkipLast(1).Sum(fragment => fragment.Packets);
        string played = Clips.Run("ffprobe", "-v", "quiet", "-select_streams", "v:0", "-show_entries", "packet=pts", "-of", "csv=p=0", file);
        Assert.InRange(played.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, expected, expected + fragments[^1].Packets);
        SegmentFolder found = await SegmentFolder.OpenAsync(folder, CancellationToken.None);
        Segment segment = Assert.Single(found.Segments);
        Assert.Equal(expected, segment.Packets);
        Assert.Equal(fragments.SkipLast(1).Sum(fragment => fragment.Seconds), (segment.To - segment.From).TotalSeconds, 0.001);
    }

    /// <summary>A damaged segment must not end the recording: whatever a file of such a name holds, the folder opens.</summary>
    [Fact]
    public async Task Two_hundred_damaged_segments_are_counted_as_far_as_they_can_be_read()
    {
        byte[] whole = await File.ReadAllBytesAsync(Fragmented());
        string folder = Directory.CreateDirectory(clips.PathOf("damaged-recording")).FullName;
        var random = new Random(3);
        int[] boxes = [.. Enumerable.Range(0, whole.Length - 4).Where(i => whole.AsSpan(i, 4).SequenceEqual("moof"u8) || whole.AsSpan(i, 4).SequenceEqual("moov"u8))];
        for (int i = 0; i < 200; i++)
        {
            byte[] bytes = [.. whole];
            for (int changes = random.Next(1, 6); changes > 0; changes--)
            {
                bytes[Math.Min(bytes.Length - 1, boxes[random.Next(boxes.Length)] + random.Next(300))] = (byte)random.Next(256);
            }

            await File.WriteAllBytesAsync(Path.Combine(folder, $"20300101T00{i / 60:00}{i % 60:00}.000Z.mp4"), bytes);
        }

        Assert.Equal(200, (await SegmentFolder.OpenAsync(folder, CancellationToken.None)).Segments.Count);
    }

    /// <summary>A real disk of one megabyte: the oldest segments go, then packets are counted as lost, then it goes on.</summary>
    [Fact]
    public async Task A_full_disk_costs_the_oldest_segments_then_packets_and_never_the_stream()
    {
        string folder = Directory.CreateDirectory(clips.PathOf("small-disk")).FullName;
        if (!TryMount(folder))
        {
            // Only a superuser can have a disk of one megabyte.
            return;
        }

        try
        {
            byte[] stream = await File.ReadAllBytesAsync(Fragmented());
            await using (var recorder = new Recorder(Short with { Folder = Path.Combine(folder, "recording"), FullPause = TimeSpan.Zero }))
            {
                for (int times = 0; times * stream.Length < 3 << 20; times++)
                {
                    await recorder.TakeAsync(new MemoryStream(stream), times, CancellationToken.None);
                    await SettledAsync(recorder, stream, times + 1);
                }

                Assert.Null(recorder.Status.Trouble);
                Assert.Equal(0, recorder.Status.LostPackets);
                Assert.True(recorder.Status.RemovedSegments > 0);

                long before = recorder.Status.Packets;
                using (var ballast = new FileStream(Path.Combine(folder, "ballast"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
                {
                    // Somebody else takes all room that segments leave.
                    await Assert.ThrowsAsync<IOException>(async () =>
                    {
                        while (true)
                        {
                            await ballast.WriteAsync(new byte[1024]);
                        }
                    });
                    for (int times = 0; recorder.Status.LostPackets == 0; times++)
                    {
                        await recorder.TakeAsync(new MemoryStream(stream), 100 + times, CancellationToken.None);
                        try
                        {
                            while (true)
                            {
                                await ballast.WriteAsync(new byte[1024]);
                            }
                        }
                        catch (IOException)
                        {
                            // Full.
                        }
                    }

                }

                File.Delete(Path.Combine(folder, "ballast"));
                for (int times = 0; recorder.Status.Trouble is not null; times++)
                {
                    await recorder.TakeAsync(new MemoryStream(stream), 200 + times, CancellationToken.None);
                }
            }

            Assert.All(Directory.GetFiles(Path.Combine(folder, "recording"), "*.mp4"), file => Assert.True(Packets(file) > 0));
        }
        finally
        {
            using Process process = Process.Start("umount", folder)!;
            await process.WaitForExitAsync();
        }
    }

    private static async Task SettledAsync(Recorder recorder, byte[] stream, int times)
    {
        while (recorder.Status.Bytes == 0 || recorder.Status.Packets < times)
        {
            await Task.Yield();
        }

        await Task.Delay(20);
    }

    private static bool TryMount(string folder)
    {
        using Process process = Process.Start(new ProcessStartInfo("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static async Task<List<Fragment>> ReadAsync(byte[] bytes)
    {
        var fragments = new List<Fragment>();
        await foreach (Fragment fragment in FragmentReader.ReadAsync(new MemoryStream(bytes), TimeProvider.System, CancellationToken.None))
        {
            fragments.Add(fragment);
        }

        return fragments;
    }

    private static int Packets(string file) => int.Parse(Clips.Run(
        "ffprobe", "-v", "error", "-count_packets", "-select_streams", "v:0", "-show_entries", "stream=nb_read_packets", "-of", "csv=p=0", file).Trim().TrimEnd(','));

    private string Fragmented() => clips.Make(
        "fragmented.mp4", "-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=4", "-f", "lavfi", "-i", "sine=d=4", "-c:v", "libx264", "-g", "10", "-pix_fmt", "yuv420p", "-c:a", "aac",
        "-movflags", "+frag_keyframe+empty_moov+default_base_moof");

    private string Camera() => clips.Make(
        "recorded.h264", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=4", "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "10", "-pix_fmt", "yuv420p", "-f", "h264");
}
