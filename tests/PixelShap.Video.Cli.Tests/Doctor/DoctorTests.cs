using System.Text.Json.Nodes;
using PixelShap.Video.Cli.Doctor;
using Spectre.Console;

namespace PixelShap.Video.Cli.Tests.Doctor;

/// <summary>What the doctor finds where something is missing, and how it tells it.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-doctor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_FFmpeg_that_is_not_there_is_missing_and_its_package_is_named()
    {
        Finding finding = Assert.Single(await new FfmpegExamination(_folder).ExamineAsync(CancellationToken.None));
        Assert.Equal((FindingState.Missing, "ffmpeg"), (finding.State, Assert.Single(finding.Packages)));
        Assert.EndsWith("apt-get install ffmpeg", finding.Mending, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_FFmpeg_of_this_machine_has_all_that_is_asked_of_it() =>
        Assert.All(await new FfmpegExamination().ExamineAsync(CancellationToken.None), finding => Assert.Equal((finding.Name, FindingState.Ok), (finding.Name, finding.State)));

    [Theory]
    [InlineData("4.4.2", "libx264", "ffmpeg", FindingState.Missing, "too old")]
    [InlineData("5.1", "libopenh264", "writes video", FindingState.Missing, "without libx264")]
    [InlineData("N-112233-gabcdef", "libx264", "ffmpeg", FindingState.Ok, "N-112233-gabcdef")]
    public async Task An_FFmpeg_that_is_too_old_or_lacks_an_encoder_is_told_apart(string version, string encoder, string name, object state, string says)
    {
        Program("ffprobe", "");
        Program("ffmpeg", $"""
            case "$2" in
              -version) echo "ffmpeg version {version} Copyright" ;;
              -encoders) printf ' V..... = Video\n ------\n V....D {encoder}   H.264\n A....D aac   AAC\n S..... srt  SubRip\n' ;;
              *) printf 'File formats:\n D  h264   raw\nInput:\n  file\nOutput:\n  file\n' ;;
            esac
            """);
        Finding finding = (await new FfmpegExamination(_folder).ExamineAsync(CancellationToken.None)).Single(item => item.Name == name);
        Assert.Equal(state, finding.State);
        Assert.Contains(says, finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_to_is_missing_where_it_is_required()
    {
        string file = Path.Combine(_folder, "a file");
        await File.WriteAllTextAsync(file, "");
        IReadOnlyList<Finding> findings = await new StorageExamination(
            ("output", "/proc/runs", true), ("answers", "/proc/answers", false), ("models", Path.Combine(_folder, "not", "yet"), false)).ExamineAsync(CancellationToken.None);
        Assert.Equal([FindingState.Missing, FindingState.Warning, FindingState.Ok], findings.Select(finding => finding.State));
        Assert.Equal(file, Assert.Single(Directory.EnumerateFileSystemEntries(_folder)));
    }

    [Fact]
    public void NVIDIA_devices_are_named_by_the_driver_or_by_the_kernel()
    {
        Assert.Empty(NetworksExamination.Devices(_folder));
        Directory.CreateDirectory(Path.Combine(_folder, "dev"));
        foreach (string name in (string[])["nvidia0", "nvidia1", "nvidiactl", "nvidia-uvm"])
        {
            File.WriteAllText(Path.Combine(_folder, "dev", name), "");
        }

        Assert.Equal(["nvidia0", "nvidia1"], NetworksExamination.Devices(_folder));
        string card = Directory.CreateDirectory(Path.Combine(_folder, "proc/driver/nvidia/gpus/0000:01:00.0")).FullName;
        File.WriteAllText(Path.Combine(card, "information"), "Model: \t\t NVIDIA L4\nIRQ:   \t\t 16\n");
        Assert.Equal(["NVIDIA L4"], NetworksExamination.Devices(_folder));
    }

    [Fact]
    public void The_list_fits_into_80_columns_and_ends_with_one_command_for_everything()
    {
        var report = new DoctorReport(
        [
            new Finding("FFmpeg", "ffmpeg", FindingState.Missing, "The program ffmpeg was not found on the PATH. Every video goes through it.") { Packages = ["ffmpeg"] },
            new Finding("FFmpeg", "live cameras", FindingState.Ok, "rtsp, mpegts"),
            new Finding("Drawing", "fonts", FindingState.Warning, "without [Inter]: DejaVu Sans is taken") { Packages = ["fonts-inter"] },
            new Finding("Models", "pulled", FindingState.Optional, "none") { Remedy = "pixelshap models pull rf-detr-seg-small" },
        ]);
        string[] lines = Lines(report, 80);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.Equal("  missing  ffmpeg        The program ffmpeg was not found on the PATH. Every", lines[1]);
        Assert.Equal("  warning  fonts         without [Inter]: DejaVu Sans is taken", lines.Single(line => line.Contains("fonts  ", StringComparison.Ordinal)));
        Assert.Equal("1 required thing is missing, 1 warning.", lines[^2]);
        Assert.EndsWith("apt-get install ffmpeg fonts-inter", lines[^1], StringComparison.Ordinal);
        Assert.False(report.IsWell);

        JsonObject json = report.ToJson();
        Assert.False(json["ok"]!.GetValue<bool>());
        Assert.Equal(["missing", "ok", "warning", "optional"], json["findings"]!.AsArray().Select(finding => finding!["state"]!.GetValue<string>()));
        Assert.Equal("pixelshap models pull rf-detr-seg-small", json["findings"]![3]!["remedy"]!.GetValue<string>());
    }

    [Fact]
    public void Warnings_alone_are_no_failure()
    {
        var report = new DoctorReport([new Finding("Drawing", "fonts", FindingState.Warning, "without Inter") { Packages = ["fonts-inter"] }]);
        Assert.True(report.IsWell);
        Assert.Equal("Nothing that is required is missing, 1 warning.", Lines(report, 80)[^1]);
    }

    private static string[] Lines(DoctorReport report, int width)
    {
        using var writer = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });
        console.Profile.Width = width;
        report.Show(console);
        return [.. writer.ToString().TrimEnd().Split('\n').Select(line => line.TrimEnd())];
    }

    private void Program(string name, string script)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
