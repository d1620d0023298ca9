namespace PixelShap.Video.Media.Probing;

/// <summary>The pictures of an MP4 file without an index, as a plain H.264 stream in a temporary file, which goes when this is disposed.</summary>
internal sealed class SalvagedFile : IDisposable
{
    private SalvagedFile(string path) => Path = path;

    /// <summary>The temporary file.</summary>
    public string Path { get; }

    /// <summary>Salvages a file; null for one that needs no salvage, or in which nothing can be decoded.</summary>
    public static SalvagedFile? Of(string path, CancellationToken cancellationToken)
    {
        if (!Mp4Salvage.IsUnindexed(path))
        {
            return null;
        }

        var file = new SalvagedFile(System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"pixelshap-{Guid.NewGuid():N}.h264"));
        bool decodable = false;
        try
        {
            using FileStream output = File.Create(file.Path);
            decodable = Mp4Salvage.Write(path, output, cancellationToken);
            return decodable ? file : null;
        }
        finally
        {
            if (!decodable)
            {
                file.Dispose();
            }
        }
    }

    /// <summary>Deletes the temporary file.</summary>
    public void Dispose() => File.Delete(Path);
}
