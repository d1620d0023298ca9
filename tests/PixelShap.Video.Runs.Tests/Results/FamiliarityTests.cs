using PixelShap.Video.Importance;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Time;

namespace PixelShap.Video.Runs.Tests.Results;

public sealed class FamiliarityTests
{
    [Theory]
    [InlineData(30, 0.9f, 0.9f, 40, null)]
    [InlineData(30, 0.9f, 0.3f, 40, "50 % of what is seen in the picture is seen unsurely")]
    [InlineData(30, 0.9f, 0.2f, 40, null)]
    [InlineData(30, 0.9f, 0.3f, 20, null)]
    [InlineData(30, 0.2f, 0.2f, 40, "hardly anything in the picture is recognised")]
    [InlineData(11, 0.2f, 0.2f, 40, null)]
    public void Footage_is_strange_where_the_network_is_unsure_of_what_is_large_enough_or_recognises_nothing(int frames, float first, float second, int height, string? why)
    {
        var familiarity = new Familiarity();
        for (int i = 0; i < frames; i++)
        {
            familiarity.Add(Frame(i, (first, 40), (second, height)));
        }

        // What the network did not look at says nothing.
        familiarity.Add(Frame(frames, (0.3f, 40), (0.3f, 40)) with { IsCarried = true });
        Assert.Equal(why, familiarity.Strangeness());
    }

    [Theory]
    [InlineData(StandIns.Narrator, 0.3f, true)]
    [InlineData(StandIns.Glance, 0.3f, true)]
    [InlineData(StandIns.Narrator, 0.9f, false)]
    [InlineData("some-real-model", 0.3f, false)]
    public void A_stand_in_is_not_to_be_relied_on_where_the_footage_is_strange_and_a_model_may_know_it(string model, float score, bool isMarked)
    {
        string folder = Directory.CreateTempSubdirectory("pixelshap-strange-").FullName;
        try
        {
            WrittenRun.Write(folder, "clip.mp4", model, score, (10, 0.5), (60, 0.2));
            RunResults results = RunResults.Load(RunDirectory.ForReading(folder), new ImportanceConfiguration());
            Assert.Equal(isMarked, results.DoNotRely is not null);
            Assert.All(results.Timeline.Keyframes, keyframe => Assert.Equal(results.DoNotRely, keyframe.DoNotRely));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static JournalFrame Frame(int index, params (float Score, int Height)[] seen)
    {
        var time = new MediaTime(index, new Rational(1, 10));
        return new JournalFrame(index, 0, time, time.Seconds, 640, 360, [.. seen.Select(item => new Detection(2, "car", item.Score, new BoundingBox(10, 10, 60, 10 + item.Height), null))], []);
    }
}
