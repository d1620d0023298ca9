using PixelShap.Video.Attribution;
using PixelShap.Video.Importance;
using PixelShap.Video.Publishing.Reports;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Publishing.Tests.Reports;

/// <summary>Runs that differ from the recorded one: a long one, and one in which hardly anything mattered.</summary>
public sealed class ReportSightsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Of a run with more sights than a page can hold only some frames are in it, its keyframes always: each is shown with its own outlines.</summary>
    [Fact]
    public void Keyframes_are_in_the_page_of_a_long_run_whatever_is_left_out()
    {
        const int Frames = 1500, Objects = 60;
        RunResults results = Rewrite(record => record switch
        {
            JournalFrame { Index: 0 } frame => Enumerable.Range(0, Frames).Select(i => Crowd(frame, i)),
            JournalFrame => [],
            JournalEnd => [new JournalEnd(Frames, 0)],
            _ => [record],
        });
        ReportSights sights = ReportSights.Read(results);
        Assert.Equal((Frames * Objects / 40_000) + 1, sights.Stride);
        Assert.InRange(sights.FrameSeconds.Count, Frames / sights.Stride, (Frames / sights.Stride) + 3);
        Assert.All(results.Timeline.Keyframes, keyframe => Assert.Contains(keyframe.Seconds, sights.FrameSeconds));
        Assert.All(sights.Tracks, track => Assert.Equal(sights.FrameSeconds.Count, track.Frames.Count));

        static JournalFrame Crowd(JournalFrame first, int i) => first with
        {
            Index = i,
            Pts = RecordedRuns.TimeOf(i),
            Seconds = RecordedRuns.TimeOf(i).Seconds,
            Detections = [.. Enumerable.Range(0, Objects).Select(k => new Detection(0, "person", 0.9f, new BoundingBox(5 * k, 20, (5 * k) + 4, 30), null))],
            Objects = [.. Enumerable.Range(0, Objects).Select(k => new JournalObject(k + 1, k, 0, "person"))],
        };
    }

    /// <summary>A run in which no object mattered much is not painted as if the largest of its small values were a great one.</summary>
    [Fact]
    public void Values_that_are_all_close_to_zero_do_not_shine()
    {
        RunResults quiet = Rewrite(record => [record is not JournalKeyframe keyframe ? record : keyframe with
        {
            Attribution = keyframe.Attribution with { Players = [.. keyframe.Players.Select(player => new PlayerValue(player.TrackIds, player.ClassName, player.Value / 10, 0.03))] },
        }]);
        Assert.InRange(quiet.Timeline.Tracks.Values.SelectMany(track => track.Observations).Max(seen => seen.Value), 0.02, 0.05);
        Assert.Equal(ImportanceColours.LeastRange, ImportanceColours.RangeOf(quiet));
        Assert.InRange(ImportanceColours.RangeOf(RecordedRuns.Load(Path.Combine(_folder, "recorded"))), 0.3, 0.5);
    }

    private RunResults Rewrite(Func<JournalRecord, IEnumerable<JournalRecord>> change)
    {
        string recorded = Path.Combine(_folder, "recorded"), changed = Path.Combine(_folder, "changed");
        RecordedRuns.Write(recorded);
        Directory.CreateDirectory(changed);
        using (JournalWriter journal = JournalWriter.Create(Path.Combine(changed, "journal.psj")))
        {
            foreach (JournalRecord record in new JournalReader(Path.Combine(recorded, "journal.psj")).Read().SelectMany(change))
            {
                journal.Append(record);
            }
        }

        return RunResults.Load(RunDirectory.ForReading(changed), new ImportanceConfiguration());
    }
}
