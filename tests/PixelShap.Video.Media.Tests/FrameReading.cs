using PixelShap.Video.Frames;
using PixelShap.Video.Media.Files;
using PixelShap.Video.Time;

namespace PixelShap.Video.Media.Tests;

/// <summary>Reads whole clips in tests.</summary>
internal static class FrameReading
{
    public static async Task<List<MediaTime>> TimesAsync(IFrameSource source, Action<Frame>? look = null)
    {
        List<MediaTime> times = [];
        await foreach (Frame frame in source.ReadAsync(CancellationToken.None))
        {
            using (frame)
            {
                times.Add(frame.Pts);
                look?.Invoke(frame);
            }
        }

        return times;
    }

    public static Task<FfmpegFrameSource> OpenAsync(string path, FrameSourceOptions? options = null) =>
        FfmpegFrameSource.OpenAsync(path, options ?? new FrameSourceOptions(), CancellationToken.None);

    /// <summary>Blue, green and red of one pixel.</summary>
    public static (int Blue, int Green, int Red) Pixel(Frame frame, int x, int y)
    {
        ReadOnlySpan<byte> pixel = frame.Pixels.Span[((y * frame.Stride) + (x * frame.Header.BytesPerPixel))..];
        return (pixel[0], pixel[1], pixel[2]);
    }

    public static void AssertColour((int Blue, int Green, int Red) expected, (int Blue, int Green, int Red) actual, int tolerance)
    {
        int worst = Math.Max(
            Math.Abs(expected.Blue - actual.Blue), Math.Max(Math.Abs(expected.Green - actual.Green), Math.Abs(expected.Red - actual.Red)));
        Assert.True(worst <= tolerance, $"expected about {expected}, got {actual}");
    }
}
