using PixelShap.Video.Clips;
using PixelShap.Video.Files;
using PixelShap.Video.Frames;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Web.Library;

/// <summary>The picture of each run: the one that lies beside its video, else a frame of its clip where its most important road user mattered most. Drawn once. Thread-safe.</summary>
/// <param name="parts">What is called.</param>
internal sealed class Posters(WorkbenchParts parts) : IDisposable
{
    private const int Side = 480, Quality = 80, MostKept = 512;
    private const long MostBytes = 4 << 20;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, byte[]?> _drawn = [];

    /// <summary>The picture as a JPEG; null where there is neither.</summary>
    public async Task<byte[]?> FindAsync(RunSummary run, CancellationToken cancellationToken)
    {
        string file = Path.Combine(run.Path, "poster.jpg"), key = $"{run.Path}\0{run.PosterSeconds}";
        if (File.Exists(file))
        {
            return RegularFile.ReadBytes(file, MostBytes);
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_drawn.TryGetValue(key, out byte[]? known))
            {
                return known;
            }

            if (_drawn.Count >= MostKept)
            {
                _drawn.Clear();
            }

            return _drawn[key] = await DrawAsync(run, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<byte[]?> DrawAsync(RunSummary run, CancellationToken cancellationToken)
    {
        try
        {
            // The files of a drive are looked for by whoever opens them.
            ClipInput? clip = RunDirectory.ForReading(run.Path).ReadDrive() ?? (run.ClipPath is { } path && File.Exists(path) ? path : null);
            if (clip is null)
            {
                return null;
            }

            await using IClipSource source = await parts.Media.OpenAsync(clip, new ClipConfiguration(), null, cancellationToken, (run.PosterSeconds - 0.002, run.PosterSeconds + 1));
            await foreach (Frame owned in source.ReadAsync(cancellationToken))
            {
                using Frame frame = owned;
                return parts.Codec.EncodeJpeg(ImageShrinking.Shrink(frame.Image, Side), Quality);
            }
        }
        catch (PixelShapException)
        {
            // A clip that cannot be read any more has no picture; the run says the rest when it is opened.
        }

        return null;
    }
}
