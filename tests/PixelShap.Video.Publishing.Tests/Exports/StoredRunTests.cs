using PixelShap.Testing;
using PixelShap.Video.Publishing.Exports;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Publishing.Tests.Exports;

/// <summary>The run that version 0.1.0 made is exported again.</summary>
public sealed class StoredRunTests
{
    [Fact]
    public void What_was_seen_has_the_same_bytes_as_then()
    {
        string folder = Path.Combine(SharedData.RepositoryRoot, "tests/PixelShap.Video.Runs.Tests/Journal/run-0.1.0");
        using RunDirectory directory = RunDirectory.ForReading(folder);
        using var stream = new MemoryStream();
        var asSeen = new TrackerConfiguration { MinMeanScore = 0, FillGapSeconds = 0 };
        TracksMessagePack.Write(stream, RunResults.Load(directory, new PipelineConfiguration().Importance, asSeen));
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "tracks.msgpack")), stream.ToArray());
    }
}
