namespace PixelShap.Video.Fleet.Storage;

/// <summary>Files that all machines of a fleet see, by names with <c>/</c>. A file appears whole under its name or not at all. Thread-safe.</summary>
public interface IFleetFiles : IDisposable
{
    /// <summary>What it is, for people, without secrets.</summary>
    string Place { get; }

    /// <summary>Stores a file; one of this name is replaced.</summary>
    /// <exception cref="PixelShapException">The storage refuses.</exception>
    Task StoreAsync(string name, Stream content, CancellationToken cancellationToken);

    /// <summary>Opens a file for reading from its beginning.</summary>
    /// <exception cref="PixelShapException">There is none, or the storage refuses.</exception>
    Task<Stream> OpenAsync(string name, CancellationToken cancellationToken);

    /// <summary>Deletes a file; one that is not there is well.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>What lies below a name, in order.</summary>
    IAsyncEnumerable<StoredFile> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Where a file lies on this machine, so that it need not be fetched; null where it is elsewhere.</summary>
    string? PathOf(string name);
}

/// <summary>A file in the storage.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Content">What tells two contents of one name apart: an entity tag, or the time of writing.</param>
public sealed record StoredFile(string Name, long Length, string Content);
