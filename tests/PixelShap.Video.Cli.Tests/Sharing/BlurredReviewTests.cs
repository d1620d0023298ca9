using PixelShap.Testing;

namespace PixelShap.Video.Cli.Tests.Sharing;

/// <summary>A blurred review gets its name when somebody has looked at what is uncertain, and says what is covered.</summary>
public sealed class BlurredReviewTests(RecordedClip recorded) : IClassFixture<RecordedClip>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_uncertain_is_to_be_looked_at_before_the_video_gets_its_name(bool compared)
    {
        string run = recorded.Run($"doubtful-{compared}", personScore: 0.3f), video = recorded.PathOf($"doubtful-{compared}.mp4");
        string[] arguments = ["review", .. compared ? (string[])["--compare", run, recorded.Run("other", personScore: 0.2f)] : [run], "--blur", "persons,plates", "--to", "0.3", "--no-title", "--output", video];

        Assert.Equal(1, await CommandLine.RunAsync(arguments));
        Assert.False(File.Exists(video));
        Assert.True(new FileInfo(recorded.PathOf($"doubtful-{compared}.unchecked.mp4")).Length > 0);
        string page = await File.ReadAllTextAsync(recorded.PathOf($"doubtful-{compared}.uncertain.html"));
        Assert.Contains("data:image/jpeg", page, StringComparison.Ordinal);
        Assert.Contains("persons at", page, StringComparison.Ordinal);
        Assert.DoesNotContain("plates at", page, StringComparison.Ordinal);

        Assert.Equal(0, await CommandLine.RunAsync([.. arguments, "--yes"]));
        Assert.True(File.Exists(video));
    }

    [Fact]
    public async Task What_is_sure_gets_its_name_at_once()
    {
        string video = recorded.PathOf("sure.mp4");

        Assert.Equal(0, await CommandLine.RunAsync(["review", recorded.Run("sure"), "--blur", "persons,plates", "--to", "0.3", "--no-title", "--output", video, "--json"]));
        Assert.True(File.Exists(video));
        Assert.False(File.Exists(recorded.PathOf("sure.unchecked.mp4")) || File.Exists(recorded.PathOf("sure.uncertain.html")));
    }

    [Theory]
    [InlineData("--yes")]
    [InlineData("--face-model", "none")]
    [InlineData("--blur", "faces", "--face-model", "nowhere.onnx")]
    [InlineData("--blur", "faces:whole")]
    [InlineData("--blur", "bus")]
    public async Task What_makes_no_blur_is_refused(params string[] arguments)
    {
        string video = recorded.PathOf("refused.mp4");
        Assert.Equal(2, await CommandLine.RunAsync(["review", recorded.Run($"refused-{Guid.NewGuid():N}"), "--output", video, .. arguments]));
        Assert.False(File.Exists(video));
    }

    /// <summary>A network that knows no faces is none to look for them with.</summary>
    [Fact]
    public async Task A_detector_without_faces_is_refused() => Assert.Equal(
        2, await CommandLine.RunAsync(["review", recorded.Run("no-faces"), "--output", recorded.PathOf("no-faces.mp4"), "--blur", "faces", "--face-model", Path.Combine(SharedData.RepositoryRoot, "models", "pixelshap-road.onnx")]));
}
