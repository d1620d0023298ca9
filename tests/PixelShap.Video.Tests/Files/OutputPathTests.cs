using System.Diagnostics;
using PixelShap.Video.Files;

namespace PixelShap.Video.Tests.Files;

public sealed class OutputPathTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Only_a_file_is_written_in_the_place_of_something()
    {
        string pipe = Path.Combine(_folder, "pipe"), circle = Path.Combine(_folder, "circle");
        using (Process made = Process.Start("mkfifo", [pipe]))
        {
            made.WaitForExit();
        }

        File.CreateSymbolicLink(circle, circle);
        foreach ((string path, string reason) in ((string, string)[])[(_folder, "it is a folder"), (pipe, "a device or a pipe"), ("/dev/full", "a device or a pipe"), (circle, "its links lead in a circle")])
        {
            PixelShapException refused = Assert.Throws<PixelShapException>(() => OutputPath.Resolve(path));
            Assert.Equal(ExitCode.Usage, refused.ExitCode);
            Assert.StartsWith($"{path} cannot be written: ", refused.Message, StringComparison.Ordinal);
            Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_link_is_written_through_and_what_is_not_there_yet_is_itself()
    {
        string file = Path.Combine(_folder, "file"), link = Path.Combine(_folder, "link"), elsewhere = Path.Combine(_folder, "none", "file");
        File.CreateSymbolicLink(link, file);
        Assert.Equal((file, file, elsewhere), (OutputPath.Resolve(link), OutputPath.Resolve(file), OutputPath.Resolve(elsewhere)));
        File.WriteAllText(file, "");
        Assert.Equal((file, file), (OutputPath.Resolve(link), OutputPath.Resolve(file)));
    }
}
