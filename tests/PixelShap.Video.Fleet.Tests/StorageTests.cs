using PixelShap.Video.Fleet.Storage;

namespace PixelShap.Video.Fleet.Tests;

public sealed class StorageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fleet-storage-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_folder_keeps_lists_and_deletes_files_and_lets_nobody_out()
    {
        using IFleetFiles files = FleetStorage.Open(_folder);
        await files.StoreAsync("clips/a/one.mp4", new MemoryStream([1, 2, 3]), CancellationToken.None);
        await files.StoreAsync("clips/two.mp4", new MemoryStream([4]), CancellationToken.None);
        await files.StoreAsync("clipsother.mp4", new MemoryStream([4]), CancellationToken.None);
        Assert.Equal(["clips/a/one.mp4", "clips/two.mp4"], await files.ListAsync("clips/", CancellationToken.None).Select(file => file.Name).ToArrayAsync());
        Assert.Equal(3, (await files.ListAsync("", CancellationToken.None).ToArrayAsync()).Length);
        using var content = new MemoryStream();
        await using (Stream stream = await files.OpenAsync("clips/a/one.mp4", CancellationToken.None))
        {
            await stream.CopyToAsync(content);
        }

        Assert.Equal([1, 2, 3], content.ToArray());
        await files.DeleteAsync("clips/two.mp4", CancellationToken.None);
        Assert.Equal(ExitCode.Input, (await Assert.ThrowsAsync<PixelShapException>(() => files.OpenAsync("clips/two.mp4", CancellationToken.None))).ExitCode);
        await Assert.ThrowsAsync<PixelShapException>(() => files.StoreAsync("../out", new MemoryStream(), CancellationToken.None));
    }

    [Theory]
    [InlineData("/nowhere/at/all")]
    [InlineData("ftp://host/x")]
    [InlineData("s3://")]
    public void What_is_no_storage_is_refused_with_a_remedy(string address) =>
        Assert.Equal(ExitCode.Usage, Assert.Throws<PixelShapException>(() => FleetStorage.Open(address)).ExitCode);

    [Fact]
    public async Task A_clip_that_is_too_large_is_not_fetched()
    {
        string scratch = Directory.CreateDirectory(Path.Combine(_folder, "scratch")).FullName;
        using var elsewhere = new Elsewhere(new byte[5000]);
        PixelShapException refused = await Assert.ThrowsAsync<PixelShapException>(() => new ClipFetch(elsewhere, scratch, mostBytes: 4999).FetchAsync("a/clip.mp4", "run", CancellationToken.None));
        Assert.Equal(ExitCode.Input, refused.ExitCode);
        var fetch = new ClipFetch(elsewhere, scratch, mostBytes: 5000);
        string path = await fetch.FetchAsync("a/clip.mp4", "run", CancellationToken.None);
        Assert.Equal(("clip.mp4", 5000L), (Path.GetFileName(path), new FileInfo(path).Length));
        fetch.Forget("run");
        Assert.False(File.Exists(path));
    }

    /// <summary>A storage that is on no disk of this machine.</summary>
    private sealed class Elsewhere(byte[] content) : IFleetFiles
    {
        public string Place => "elsewhere";

        public Task StoreAsync(string name, Stream source, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Stream> OpenAsync(string name, CancellationToken cancellationToken) => Task.FromResult<Stream>(new MemoryStream(content, writable: false));

        public Task DeleteAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<StoredFile> ListAsync(string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();

        public string? PathOf(string name) => null;

        public void Dispose()
        {
        }
    }
}
