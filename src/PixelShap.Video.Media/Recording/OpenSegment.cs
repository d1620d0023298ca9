namespace PixelShap.Video.Media.Recording;

/// <summary>A fragment on its way to the disk.</summary>
/// <param name="Fragment">The fragment.</param>
/// <param name="Epoch">The epoch of its connection.</param>
internal readonly record struct Waiting(Fragment Fragment, int Epoch);

/// <summary>The segment that is being written.</summary>
internal sealed class OpenSegment
{
    private readonly FileStream _file;
    private readonly Fragment _first;
    private readonly int _epoch;
    private DateTimeOffset _to;
    private int _packets;

    private OpenSegment(FileStream file, Fragment first, int epoch) => (_file, _first, _epoch, _to) = (file, first, epoch, first.From);

    public long Bytes { get; private set; }

    public static OpenSegment Begin(SegmentFolder folder, Waiting given)
    {
        FileStream file = folder.Create(given.Fragment.From);
        try
        {
            file.Write(given.Fragment.Header.Bytes);
            return new OpenSegment(file, given.Fragment, given.Epoch) { Bytes = file.Length };
        }
        catch
        {
            file.Dispose();
            File.Delete(file.Name);
            throw;
        }
    }

    public bool Takes(Waiting given, TimeSpan length) =>
        given.Fragment.Header == _first.Header && given.Fragment.StartSeconds - _first.StartSeconds < length.TotalSeconds;

    /// <summary>Writes a whole fragment or nothing.</summary>
    public void Write(Fragment fragment)
    {
        try
        {
            _file.Write(fragment.Since(_first.StartSeconds));
        }
        catch
        {
            _file.SetLength(Bytes);
            _file.Position = Bytes;
            throw;
        }

        (Bytes, _packets, _to) = (_file.Length, _packets + fragment.Packets, fragment.Arrived);
    }

    public Segment Close()
    {
        _file.Dispose();
        return new Segment(Path.GetFileName(_file.Name), _first.From, _to, _epoch, _packets, Bytes);
    }
}
