using System.Diagnostics;
using PixelShap.Video;
using PixelShap.Video.Fleet.Storage;

namespace PixelShap.FleetTrial;

/// <summary>A storage that speaks S3.</summary>
internal static class StorageTrials
{
    private const int LargeBytes = (40 << 20) + 12_345, Small = 100;

    /// <param name="arguments">Its address.</param>
    public static async Task RunAsync(string[] arguments)
    {
        using IFleetFiles files = FleetStorage.Open(arguments[0].Replace("?", $"/{Guid.NewGuid():N}?", StringComparison.Ordinal));
        var large = new byte[LargeBytes];
        new Random(1).NextBytes(large);
        var watch = Stopwatch.StartNew();
        await files.StoreAsync("clips/large.mp4", new MemoryStream(large, writable: false), CancellationToken.None);
        double stored = watch.Elapsed.TotalSeconds;
        watch.Restart();
        using var content = new MemoryStream();
        await using (Stream stream = await files.OpenAsync("clips/large.mp4", CancellationToken.None))
        {
            await stream.CopyToAsync(content);
        }

        double read = watch.Elapsed.TotalSeconds;
        watch.Restart();
        for (int number = 0; number < Small; number++)
        {
            await files.StoreAsync($"clips/small-{number:000}.mp4", new MemoryStream([1, 2, 3]), CancellationToken.None);
        }

        StoredFile[] listed = await files.ListAsync("clips/", CancellationToken.None).ToArrayAsync();
        await files.DeleteAsync("clips/small-000.mp4", CancellationToken.None);
        bool isGone = false;
        try
        {
            await files.OpenAsync("clips/small-000.mp4", CancellationToken.None);
        }
        catch (PixelShapException exception) when (exception.ExitCode == ExitCode.Input)
        {
            isGone = true;
        }

        Figures.Print("s3", $"{LargeBytes >> 20} MB in parts stored in {stored:0.00} s and read in {read:0.00} s; {Small} small files in {watch.Elapsed.TotalSeconds:0.00} s; {listed.Length} listed");
        Figures.Check("s3", "the large file came back byte for byte", content.ToArray().AsSpan().SequenceEqual(large));
        Figures.Check("s3", "all are listed with their length, and what is deleted is gone", listed.Length == Small + 1 && listed[0] is { Name: "clips/large.mp4", Length: LargeBytes } && isGone);
    }
}
