using PixelShap.Video.Publishing.Reports;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Tests.Reports;

public sealed class KeyframePlanTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Where no answer came a reader wants to see the picture all the more.</summary>
    [Fact]
    public void Keyframes_without_an_answer_have_their_picture_too()
    {
        RunResults results = RecordedRuns.Write(_folder);
        JournalSkippedKeyframe skipped = Assert.Single(results.Skipped);
        var plan = KeyframePlan.Of(results);
        Assert.Equal(skipped.Frame, plan.At(RecordedRuns.TimeOf((int)skipped.Frame))!.Index);
        Assert.Equal([.. results.Timeline.Keyframes.Select(keyframe => keyframe.Frame).Append(skipped.Frame).Order()], plan.Frames.Select(frame => frame.Index));
        Assert.Null(plan.At(RecordedRuns.TimeOf(31)));
    }
}
