using System.Diagnostics;
using PixelShap.Testing;

namespace PixelShap.EndToEnd;

/// <summary>Files whose names are not UTF-8, as cameras and old disks write them. Only a shell can name them: .NET cannot.</summary>
public sealed class RawNameTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-raw-").FullName;

    public void Dispose() => Process.Start("rm", ["-rf", _folder]).WaitForExit();

    [Fact]
    public async Task A_clip_with_such_a_name_is_analysed_and_reviewed()
    {
        string clip = Samples.Drive("lead-car-brakes");
        (int status, string said) = await ShellAsync(
            $"mkdir $'d\\xff' && ffmpeg -v error -t 1 -i '{clip}' -c copy $'M\\xfcnchen.mp4' && cp $'M\\xfcnchen.mp4' $'d\\xff/M\\xfcnchen.mp4' "
            + "&& $PIXELSHAP run $'M\\xfcnchen.mp4' --set report=false --set video.annotated=false && $PIXELSHAP review runs/M* --input=$'M\\xfcnchen.mp4' "
            + "&& $PIXELSHAP run $'d\\xff/M\\xfcnchen.mp4' --dry-run");

        Assert.True(status == 0, said);
        Assert.True(File.Exists(Path.Combine(_folder, "runs", "München", "review.mp4")), said);
    }

    [Fact]
    public async Task A_pipe_or_nothing_with_such_a_name_is_refused_at_once()
    {
        (int status, string said) = await ShellAsync("mkfifo $'f\\xff.mp4'; timeout 20 $PIXELSHAP run $'f\\xff.mp4'; a=$?; timeout 20 $PIXELSHAP run $'no\\xff.mp4'; exit $((10 * a + $?))");

        Assert.Equal((33, 2), (status, said.Split("does not exist").Length - 1));
    }

    private async Task<(int Status, string Said)> ShellAsync(string script)
    {
        var start = new ProcessStartInfo("/bin/bash") { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = _folder };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(script);
        start.Environment["PIXELSHAP"] = $"dotnet {Command.Program}";
        start.Environment["PIXELSHAP_MODELS"] = Path.Combine(AppContext.BaseDirectory, "no-pulled-models");
        using Process shell = Process.Start(start)!;
        Task<string> output = shell.StandardOutput.ReadToEndAsync(), error = shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return (shell.ExitCode, await output + await error);
    }
}
