using PixelShap.Video.Files;

namespace PixelShap.Video.Tests.Files;

public sealed class RegularFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-files-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_folder_is_called_one_and_not_a_missing_file()
    {
        var error = Assert.Throws<NotReadableException>(() => RegularFile.Check(_folder, 100));

        Assert.Equal("it is a folder", error.Message);
    }

    [Fact]
    public void What_lies_behind_a_link_counts()
    {
        string file = Path.Combine(_folder, "file"), link = Path.Combine(_folder, "link");
        File.WriteAllText(file, "12345");
        File.CreateSymbolicLink(link, file);

        Assert.Equal((file, 5L), (RegularFile.Facts(link).Name, RegularFile.Facts(link).Length));
        Assert.Throws<NotReadableException>(() => RegularFile.Check(link, 4));
    }

    [Fact]
    public void Lines_end_as_they_do_everywhere_and_one_without_end_is_no_line()
    {
        string file = Path.Combine(_folder, "lines");
        File.WriteAllText(file, new string('a', 16_383) + "\r\nb\rc\n\nd");

        Assert.Equal(File.ReadAllLines(file), RegularFile.ReadLines(file, 1 << 20));
        Assert.Contains("longer than 10,000 characters", Assert.Throws<NotReadableException>(() => RegularFile.ReadLines(file, 1 << 20, longestLine: 10_000).Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_missing() => Assert.Throws<FileNotFoundException>(() => RegularFile.Facts(Path.Combine(_folder, "none")));
}
