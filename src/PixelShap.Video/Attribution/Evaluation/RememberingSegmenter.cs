using System.Collections.Concurrent;
using System.Security.Cryptography;
using PixelShap.Masking;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Attribution.Evaluation;

/// <summary>Looks at the same pixels once, so that several questions about them cost one look. The segmenter stays the caller's. Thread-safe.</summary>
/// <param name="inner">What looks.</param>
public sealed class RememberingSegmenter(ISegmenter inner) : ISegmenter
{
    private readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<Detection>>> _seen = new();

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public IReadOnlyList<Detection> Segment(BgrImage image, CancellationToken cancellationToken) =>
        _seen.GetOrAdd(KeyOf(image), _ => new Lazy<IReadOnlyList<Detection>>(() => inner.Segment(image, cancellationToken))).Value;

    /// <summary>Forgets everything, for the next picture.</summary>
    public void Forget() => _seen.Clear();

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static string KeyOf(BgrImage image)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(image.Width));
        for (int y = 0; y < image.Height; y++)
        {
            hash.AppendData(image.Row(y));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
