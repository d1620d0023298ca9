using PixelShap.Testing;

namespace PixelShap.EndToEnd;

/// <summary>What is said of a clip without analysing it.</summary>
public sealed class ProbeCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-probe-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_clip_with_a_log_beside_it_is_told_of_and_its_telemetry_written()
    {
        string clip = Path.Combine(_folder, "20261121_153207_NF.mp4"), track = Path.Combine(_folder, "out.gpx");
        File.Copy(Samples.Street, clip);
        await File.WriteAllTextAsync(Path.ChangeExtension(clip, ".nmea"), "$GPRMC,143207.00,A,4736.5820,N,12219.9860,W,27.0,352.1,211126,,,A*00\n$GPRMC,143208.00,A,4736.5900,N,12219.9860,W,27.0,352.1,211126,,,A*00\n");

        CommandResult result = await Command.RunAsync(["probe", clip, "--telemetry", track]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("2026-11-21 15:32:07.000 +01:00, the name of the file", result.Output, StringComparison.Ordinal);
        Assert.Contains("NMEA in 20261121_153207_NF.nmea: 2 of 2 points", result.Output, StringComparison.Ordinal);
        Assert.Contains("camera     BlackVue, front", result.Output, StringComparison.Ordinal);
        Assert.Contains("<time>2026-11-21T14:32:07.000Z</time>", await File.ReadAllTextAsync(track), StringComparison.Ordinal);

        CommandResult listed = await Command.RunAsync(["probe", _folder]);
        Assert.Contains("drive 1: BlackVue, 2026-11-21 15:32:07, 1 file", listed.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "does not say by its ending", "--telemetry", "out.txt")]
    [InlineData(2, "is no date with a time", "--time", "noon")]
    [InlineData(2, "is no time zone", "--zone", "Nowhere/Land")]
    [InlineData(3, "has no telemetry that is known", "--telemetry", "out.csv")]
    public async Task What_cannot_be_done_is_one_sentence_and_an_exit_code(int exitCode, string message, string option, string value)
    {
        CommandResult result = await Command.RunAsync(["probe", Samples.Street, option, value.StartsWith("out", StringComparison.Ordinal) ? Path.Combine(_folder, value) : value]);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }
}
