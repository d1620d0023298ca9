using PixelShap.Video.Media.Writing;

namespace PixelShap.Video.Media.Tests;

[Collection(nameof(Clips))]
public sealed class PosterPictureTests(Clips clips)
{
    [Theory]
    [InlineData(0.0, "blue")]
    [InlineData(0.9, "blue")]
    [InlineData(1.1, "red")]
    public async Task The_picture_is_the_one_at_that_time(double seconds, string colour)
    {
        Assert.True(await PosterPicture.WriteAsync(BlueThenRed(), seconds, "poster.jpg", CancellationToken.None));
        Assert.Equal(colour, ColourOf(clips.PathOf("poster.jpg")));
    }

    [Fact]
    public async Task A_folder_with_quotes_and_spaces_in_its_name_is_no_obstacle()
    {
        string folder = Directory.CreateDirectory(clips.PathOf("a \"quoted\" 'folder' -y")).FullName;
        string video = Path.Combine(folder, "annotated.mp4");
        File.Copy(BlueThenRed(), video, overwrite: true);
        Assert.True(await PosterPicture.WriteAsync(video, 1.5, "poster.jpg", CancellationToken.None));
        Assert.Equal(["annotated.mp4", "poster.jpg"], Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Past_the_end_there_is_none_and_nothing_is_left_behind()
    {
        string folder = Directory.CreateDirectory(clips.PathOf("past-the-end")).FullName;
        string video = Path.Combine(folder, "annotated.mp4");
        File.Copy(BlueThenRed(), video, overwrite: true);
        Assert.False(await PosterPicture.WriteAsync(video, 60, "poster.jpg", CancellationToken.None));
        Assert.Equal(["annotated.mp4"], Directory.EnumerateFiles(folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task What_is_no_video_is_said_in_words_and_leaves_nothing_behind()
    {
        string folder = Directory.CreateDirectory(clips.PathOf("no-video")).FullName;
        string video = Path.Combine(folder, "annotated.mp4");
        File.WriteAllText(video, "no video");
        PixelShapException error = await Assert.ThrowsAsync<PixelShapException>(() => PosterPicture.WriteAsync(video, 0, "poster.jpg", CancellationToken.None));
        Assert.Equal("No picture could be taken out of annotated.mp4.", error.Message);
        Assert.Equal(["annotated.mp4"], Directory.EnumerateFiles(folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("a b.jpg")]
    [InlineData("\".jpg")]
    [InlineData("")]
    public async Task A_name_that_would_need_quoting_is_refused(string name) =>
        await Assert.ThrowsAsync<ArgumentException>(() => PosterPicture.WriteAsync(BlueThenRed(), 0, name, CancellationToken.None));

    private string BlueThenRed() => clips.Make(
            "blue-then-red.mp4", "-f", "lavfi", "-i", "color=blue:s=64x48:r=10:d=1", "-f", "lavfi", "-i", "color=red:s=64x48:r=10:d=1",
            "-filter_complex", "[0][1]concat=n=2:v=1", "-c:v", "libx264", "-pix_fmt", "yuv420p");

    /// <summary>The mean colour, read by ffmpeg.</summary>
    private string ColourOf(string picture)
    {
        string raw = clips.PathOf("middle.rgb");
        Clips.Run("ffmpeg", "-nostdin", "-v", "error", "-y", "-i", picture, "-vf", "scale=1:1:flags=area", "-pix_fmt", "rgb24", "-f", "rawvideo", raw);
        byte[] pixel = File.ReadAllBytes(raw);
        return pixel[2] > 200 && pixel[0] < 60 ? "blue" : pixel[0] > 200 && pixel[2] < 60 ? "red" : $"({pixel[0]}, {pixel[1]}, {pixel[2]})";
    }
}
