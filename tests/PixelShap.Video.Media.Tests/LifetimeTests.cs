using PixelShap.Video.Frames;
using PixelShap.Video.Media.Files;
using PixelShap.Video.Media.Processes;
using PixelShap.Video.Media.Writing;

namespace PixelShap.Video.Media.Tests;

[Collection(nameof(Clips))]
public sealed class LifetimeTests(Clips clips)
{
    [Fact]
    public async Task Sources_that_are_opened_and_abandoned_leave_nothing_behind()
    {
        string path = clips.VariableRate();
        await AbandonAsync(path, 3);
        int files = ChildProcesses.OpenFiles();
        long memory = GC.GetTotalMemory(forceFullCollection: true);

        await AbandonAsync(path, 20);

        Assert.Empty(ChildProcesses.OfFfmpeg());
        Assert.InRange(ChildProcesses.OpenFiles(), 0, files + 2);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true), 0, memory + 1_000_000);
    }

    [Fact]
    public async Task Disposing_a_source_in_the_middle_ends_its_reader()
    {
        FfmpegFrameSource source = await FrameReading.OpenAsync(clips.Plain());
        IAsyncEnumerator<Frame> frames = source.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await frames.MoveNextAsync());
        frames.Current.Dispose();
        await frames.DisposeAsync();
        await source.DisposeAsync();

        Assert.Empty(ChildProcesses.OfFfmpeg());
    }

    [Fact]
    public async Task Ctrl_C_in_the_terminal_does_not_reach_the_decoder()
    {
        await using FfmpegFrameSource source = await FrameReading.OpenAsync(clips.Plain());
        await using IAsyncEnumerator<Frame> frames = source.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await frames.MoveNextAsync());
        frames.Current.Dispose();

        // A terminal sends the signal to the whole foreground process group.
        Assert.NotEqual(ChildProcesses.GroupOf("self"), ChildProcesses.GroupOf($"{Assert.Single(ChildProcesses.IdsOfFfmpeg())}"));
    }

    [Fact]
    public async Task Cancelling_a_read_ends_the_decoder()
    {
        await using FfmpegFrameSource source = await FrameReading.OpenAsync(clips.Plain());
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (Frame frame in source.ReadAsync(cancellation.Token))
            {
                frame.Dispose();
                await cancellation.CancelAsync();
            }
        });

        Assert.Empty(ChildProcesses.OfFfmpeg());
    }

    [Fact]
    public async Task An_encoder_that_dies_is_an_error_that_names_the_file()
    {
        // A program that ends at once stands in for an encoder that crashes.
        FfmpegTools tools = FfmpegTools.Locate() with { Ffmpeg = "/bin/false" };
        string output = clips.PathOf("dead.mp4");
        await using FfmpegVideoWriter writer = await FfmpegVideoWriter.CreateAsync(output, new VideoWriterOptions { Tools = tools }, CancellationToken.None);
        await using FfmpegFrameSource source = await FrameReading.OpenAsync(clips.Plain());

        PixelShapException error = await Assert.ThrowsAsync<PixelShapException>(async () =>
        {
            await foreach (Frame frame in source.ReadAsync(CancellationToken.None))
            {
                using (frame)
                {
                    await writer.WriteAsync(frame, CancellationToken.None);
                }
            }

            await writer.CompleteAsync(CancellationToken.None);
        });

        Assert.Contains("dead.mp4", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(output));
    }

    [Fact]
    public async Task Endless_chatter_on_standard_error_is_kept_within_bounds()
    {
        var log = new ErrorLog();
        int lines = 0;
        string chatter = "first\n" + string.Concat(Enumerable.Range(0, 10_000).Select(number => $"line {number}\r\n")) + new string('x', 1_000_000) + "\nlast";

        await log.DrainAsync(new StringReader(chatter), _ => lines++);

        Assert.Equal(10_003, lines);
        Assert.Equal(100, log.Lines.Count);
        Assert.Equal(("first", "last"), (log.Lines[0], log.Lines[^1]));
        Assert.All(log.Lines, line => Assert.InRange(line.Length, 1, 500));
    }

    private static async Task AbandonAsync(string path, int times)
    {
        for (int i = 0; i < times; i++)
        {
            await using FfmpegFrameSource source = await FrameReading.OpenAsync(path);
            await foreach (Frame frame in source.ReadAsync(CancellationToken.None))
            {
                frame.Dispose();
                break;
            }
        }
    }
}
