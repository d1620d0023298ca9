using PixelShap.Masking;
using PixelShap.Video.Frames;

namespace PixelShap.Video.Publishing.Reports;

/// <summary>The pictures of a report that stands alone, as JPEGs in the page, up to a limit. They wait in a temporary file, so that memory does not grow with
/// the length of the video.</summary>
public sealed class EmbeddedPictures : IReportPictures, IDisposable
{
    /// <summary>The longer side in pixels of the untouched picture of a keyframe.</summary>
    public const int WholeSide = 480;

    /// <summary>The longer side in pixels of a picture with hidden objects.</summary>
    public const int CoalitionSide = 288;

    internal const int Quality = 72;

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
    public int LeftOut { get; internal set; }

    /// <inheritdoc/>
    public string? Find(long frame, ulong visible) => _places.TryGetValue((frame, visible), out int place) ? $"#{place}" : null;

    /// <summary>Whether a picture was added.</summary>
    internal bool Has(long frame, ulong visible) => _places.ContainsKey((frame, visible));

    /// <summary>A picture with hidden objects as the page shows it.</summary>
    public static byte[] Encode(BgrImage image, Masker masker, ulong visible, IImageCodec codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        return codec.EncodeJpeg(ImageShrinking.Shrink(CoalitionPictures.Draw(image, masker, visible), CoalitionSide), Quality);
    }

    /// <summary>Adds a picture, unless it is there.</summary>
    /// <returns>The bytes added.</returns>
    internal int Add(long frame, ulong visible, byte[] jpeg)
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
