using PixelShap.Video.Media.Writing;

namespace PixelShap.Video.Media.Tests;

public sealed class Mp4FileTests(Clips clips) : IClassFixture<Clips>
{
    [Fact]
    public void A_file_that_lacks_its_last_byte_or_its_index_is_not_whole()
    {
        string path = clips.Make("whole.mp4", "-f", "lavfi", "-i", "testsrc=s=64x48:d=1", "-c:v", "libx264", "-pix_fmt", "yuv420p");
        byte[] bytes = File.ReadAllBytes(path);
        Assert.True(Mp4File.IsWhole(path));
        foreach (int length in (int[])[0, 7, 40, bytes.Length / 2, bytes.Length - 1])
        {
            string cut = clips.PathOf($"cut-{length}.mp4");
            File.WriteAllBytes(cut, bytes[..length]);
            Assert.False(Mp4File.IsWhole(cut), $"{length} of {bytes.Length} bytes");
        }

        // What ffmpeg leaves on a full disk: the type and an empty box, no index.
        string start = clips.PathOf("start.mp4");
        File.WriteAllBytes(start, [.. bytes[..(bytes[3])], 0, 0, 0, 8, .. "free"u8]);
        Assert.False(Mp4File.IsWhole(start));
    }
}
