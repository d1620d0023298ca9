using PixelShap.Video.Importance;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Runs.Tests.Results;

public sealed class DecisiveMomentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>φ falls from keyframe to keyframe, so that the moments are chosen in order of time, and the other way round.</summary>
    [Theory]
    [InlineData(0.9, 0.8, 0.7, 0.6)]
    [InlineData(0.6, 0.7, 0.8, 0.9)]
    public void Moments_are_apart_whichever_came_first(double first, double second, double third, double fourth)
    {
        WrittenRun.Write(_folder, "drive.mp4", (10, first), (50, second), (60, (second + third) / 2), (90, third), (100, fourth));
        var results = RunResults.Load(RunDirectory.ForReading(_folder), new ImportanceConfiguration { DriftPerSecond = 10 });
        IReadOnlyList<DecisiveMoment> moments = DecisiveMoment.Find(results, 0, 12, 10, apart: 3);
        Assert.All(moments.SelectMany(a => moments.Where(b => b != a).Select(b => (a, b))), pair =>
            Assert.True(Math.Abs(pair.a.Keyframe.Seconds - pair.b.Keyframe.Seconds) >= 3));

        // Each keyframe that was not chosen lies too near to one that was.
        Assert.All(results.Timeline.Keyframes, keyframe => Assert.Contains(moments, moment => Math.Abs(moment.Keyframe.Seconds - keyframe.Seconds) < 3));
        Assert.Equal(3, moments.Count);
        Assert.Equal(moments.OrderByDescending(moment => moment.Score), moments);
    }
}
