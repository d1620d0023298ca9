using PixelShap.Masking;
using PixelShap.Video.Frames;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Reports;

/// <summary>The pictures of a report that stands alone, as JPEGs in the page, up to a limit. They wait in a temporary file, so that memory does not grow with
/// the length of the video.</summary>
public sealed class EmbeddedPictures : IReportPictures, IDisposable
{
    /// <summary>The longer side in pixels of the untouched picture of a keyframe.</summary>
    public const int WholeSide = 480;

    /// <summary>The longer side in pixels of a picture with hidden objects.</summary>
    public const int CoalitionSide = 288;

    private const int Quality = 72;

    private readonly Dictionary<(long Frame, ulong Visible), int> _places = [];
    private readonly List<int> _lengths = [];
    private FileStream? _file;

    /// <summary>The JPEGs in the order of their numbers, read one after the other.</summary>
    public IEnumerable<byte[]> Read()
    {
        long position = 0;
        foreach (int length in _lengths)
        {
            var picture = new byte[length];
            _file!.Position = position;
            _file.ReadExactly(picture);
            position += length;
            yield return picture;
        }
    }

    /// <summary>The keyframes whose pictures were left out because the page would have become too large.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Draws the pictures of every keyframe in one pass over the clip.</summary>
    /// <param name="source">The clip that was analysed.</param>
    /// <param name="results">What was found.</param>
    /// <param name="drawing">The masking of the run.</param>
    /// <param name="codec">Makes JPEGs.</param>
    /// <param name="limit">The bytes that all pictures together may have; what is beyond is left out from the end of the clip.</param>
    /// <param name="progress">Called with the number of frames read.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<EmbeddedPictures> DrawAsync(
        IFrameSource source,
        RunResults results,
        CoalitionPictures drawing,
        IImageCodec codec,
        long limit,
        Action<long> progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(drawing);
        ArgumentNullException.ThrowIfNull(codec);
        ArgumentNullException.ThrowIfNull(progress);
        KeyframePlan plan = KeyframePlan.Of(results);
        var pictures = new EmbeddedPictures();
        long bytes = 0;
        try
        {
            await foreach (Frame owned in source.ReadAsync(cancellationToken))
            {
                using Frame frame = owned;
                progress(frame.Index + 1);
                if (plan.At(frame.Pts) is not { } facts)
                {
                    continue;
                }

                if (bytes >= limit)
                {
                    pictures.LeftOut++;
                    continue;
                }

                bytes += pictures.Add(facts.Index, IReportPictures.Whole, codec.EncodeJpeg(ImageShrinking.Shrink(frame.Image, WholeSide), Quality));
                foreach (JournalKeyframe keyframe in plan.Keyframes(facts.Index))
                {
                    if (drawing.MaskerFor(facts, keyframe.Players) is { } masker)
                    {
                        bytes += Coalitions(keyframe).Sum(visible => pictures.Add(facts.Index, visible, Encode(frame.Image, masker, visible, codec)));
                    }
                }
            }
        }
        catch
        {
            pictures.Dispose();
            throw;
        }

        return pictures;
    }

    /// <inheritdoc/>
    public string? Find(long frame, ulong visible) => _places.TryGetValue((frame, visible), out int place) ? $"#{place}" : null;

    /// <summary>A picture with hidden objects as the page shows it.</summary>
    public static byte[] Encode(BgrImage image, Masker masker, ulong visible, IImageCodec codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        return codec.EncodeJpeg(ImageShrinking.Shrink(CoalitionPictures.Draw(image, masker, visible), CoalitionSide), Quality);
    }

    private static IEnumerable<ulong> Coalitions(JournalKeyframe keyframe) =>
        keyframe.Attribution.Coalitions.Select(coalition => coalition.Visible).Concat(keyframe.Attribution.Unanswered.Select(missing => missing.Visible)).Distinct();

    private int Add(long frame, ulong visible, byte[] jpeg)
    {
        if (!_places.TryAdd((frame, visible), _lengths.Count))
        {
            return 0;
        }

        _file ??= new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        _file.Write(jpeg);
        _lengths.Add(jpeg.Length);
        return jpeg.Length;
    }

    /// <summary>Deletes the temporary file.</summary>
    public void Dispose() => _file?.Dispose();
}
