using PixelShap.Testing;
using PixelShap.Video.Runs.Journal;

namespace PixelShap.Video.Runs.Tests.Journal;

/// <summary>A journal that version 0.1.0 wrote, when the project had a MessagePack writer of its own.</summary>
public sealed class StoredJournalTests : IDisposable
{
    private static readonly string Stored = Path.Combine(SharedData.RepositoryRoot, "tests/PixelShap.Video.Runs.Tests/Journal/run-0.1.0/journal.psj");
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void It_is_read_to_its_end()
    {
        var reader = new JournalReader(Stored);
        JournalRecord[] records = [.. reader.Read()];
        Assert.Null(reader.Damage);
        Assert.Equal(new FileInfo(Stored).Length, reader.ValidLength);

        var header = Assert.IsType<JournalHeader>(records[0]);
        Assert.Equal(("clip.mp4", 320, 180), (header.Input, header.Width, header.Height));
        Assert.Equal(["brake", "people"], header.Prompts);
        Assert.Equal(new JournalEnd(24, 0), records[^1]);
        JournalFrame[] frames = [.. records.OfType<JournalFrame>()];
        Assert.Equal(24, frames.Length);
        Assert.Contains(frames, frame => frame.IsCarried);
        Assert.All(frames, frame => Assert.All(frame.Detections, detection => Assert.InRange(detection.Mask!.Area, 1, 320 * 180)));
        JournalKeyframe last = records.OfType<JournalKeyframe>().Last();
        Assert.Contains("a pedestrian in grey", last.Answer, StringComparison.Ordinal);
        Assert.NotNull(last.Attribution.Faithfulness);
        Assert.Equal([13], last.Players.MaxBy(player => player.Value)!.TrackIds);
    }

    [Fact]
    public void Written_again_it_has_the_same_bytes()
    {
        using (JournalWriter writer = JournalWriter.Create(_path))
        {
            foreach (JournalRecord record in new JournalReader(Stored).Read())
            {
                writer.Append(record);
            }
        }

        Assert.Equal(File.ReadAllBytes(Stored), File.ReadAllBytes(_path));
    }
}
