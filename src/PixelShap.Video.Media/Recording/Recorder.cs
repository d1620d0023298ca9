using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Video.Files;

namespace PixelShap.Video.Media.Recording;

/// <summary>
/// Keeps every packet of a live stream, over all its connections: the latest in memory, for clips, and all in segments on the disk. The disk is written to beside the stream: neither a slow
/// nor a full one holds it up. Where it is full the oldest segments go; where none is left the packets are counted as lost until there is room again.
/// </summary>
public sealed partial class Recorder : IAsyncDisposable
{
    /// <summary>Fragments that wait for a slow disk.</summary>
    private const int WaitingFragments = 64;

    private const long MostBytesInMemory = 96 << 20;

    // ENOSPC and EDQUOT; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL.
    private const int NoSpace = 28, NoQuota = 122, DiskFull = 0x70, HandleDiskFull = 0x27;

    private readonly RecordingOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly LinkedList<Fragment> _latest = new();
    private readonly List<ClipRequest> _clips = [];
    private readonly Channel<Waiting> _waiting;
    private readonly Task _writing;
    private long _latestBytes;
    private long _packets;
    private long _lost;
    private long _removed;
    private int _segments;
    private long _bytes;
    private volatile string? _trouble;

    /// <summary>Begins.</summary>
    public Recorder(RecordingOptions options, ILogger? logger = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _logger, _time) = (options, logger ?? NullLogger.Instance, time ?? TimeProvider.System);
        _waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(WaitingFragments) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest }, given => Lose(given.Fragment));
        _writing = options.Folder is { } folder ? Task.Run(() => WriteAllAsync(folder)) : Task.CompletedTask;
    }

    /// <summary>How it stands.</summary>
    public RecordingStatus Status => new(
        Interlocked.Read(ref _packets), Interlocked.Read(ref _lost), Volatile.Read(ref _segments), Interlocked.Read(ref _bytes), Interlocked.Read(ref _removed), _trouble);

    /// <summary>Takes one connection, until it ends.</summary>
    /// <param name="stream">Brings a fragmented MP4.</param>
    /// <param name="epoch">Its epoch.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task TakeAsync(Stream stream, int epoch, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (Fragment fragment in FragmentReader.ReadAsync(stream, _time, cancellationToken))
            {
                Interlocked.Add(ref _packets, fragment.Packets);
                Keep(fragment);
                if (_options.Folder is not null)
                {
                    _waiting.Writer.TryWrite(new Waiting(fragment, epoch));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or InvalidDataException)
        {
            // The connection is gone; what was whole is kept.
            Log.ConnectionEnded(_logger, exception.Message);
        }
        finally
        {
            EndClips();
        }
    }

    /// <summary>Writes a clip of what was and of what is still to come. It begins with a keyframe and ends with a whole fragment, and no later than the connection does.</summary>
    /// <param name="path">The file; it has its name when it is complete.</param>
    /// <param name="from">The wall-clock time at which it begins, if that is still in memory.</param>
    /// <param name="to">The wall-clock time at which it ends.</param>
    /// <param name="cancellationToken">Ends it early, with what has come.</param>
    /// <returns>The seconds of the clip; null where nothing came.</returns>
    public async Task<double?> SaveClipAsync(string path, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var clip = new ClipRequest(to);
        lock (_lock)
        {
            FragmentHeader? header = _latest.Last?.Value.Header;
            foreach (Fragment fragment in _latest.Where(fragment => fragment.Header == header && fragment.Arrived > from))
            {
                clip.Add(fragment);
            }

            if (!clip.IsComplete)
            {
                _clips.Add(clip);
            }
        }

        // A camera that is silent brings no end; it is not waited for much longer than the clip is.
        using CancellationTokenSource patience = new(to - _time.GetUtcNow() + _options.Segment, _time);
        await using (patience.Token.Register(() => End(clip)))
        await using (cancellationToken.Register(() => End(clip)))
        {
            await clip.Done;
        }

        IReadOnlyList<Fragment> fragments = clip.Fragments;
        if (fragments.Count == 0)
        {
            return null;
        }

        await using (FileStream file = File.Create(path + ".part"))
        {
            await file.WriteAsync(fragments[0].Header.Bytes, CancellationToken.None);
            foreach (Fragment fragment in fragments)
            {
                await file.WriteAsync(fragment.Since(fragments[0].StartSeconds), CancellationToken.None);
            }
        }

        File.Move(path + ".part", path, overwrite: true);
        return fragments.Sum(fragment => fragment.Seconds);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        EndClips();
        _waiting.Writer.TryComplete();
        await _writing;
    }

    private void Keep(Fragment fragment)
    {
        lock (_lock)
        {
            _latest.AddLast(fragment);
            _latestBytes += fragment.Bytes.Length;
            while (_latest.First is { } oldest && oldest != _latest.Last && (_latestBytes > MostBytesInMemory || oldest.Value.Arrived < fragment.Arrived - _options.PreRoll - TimeSpan.FromSeconds(fragment.Seconds)))
            {
                _latestBytes -= oldest.Value.Bytes.Length;
                _latest.RemoveFirst();
            }

            foreach (ClipRequest clip in _clips)
            {
                clip.Add(fragment);
            }

            _clips.RemoveAll(clip => clip.IsComplete);
        }
    }

    private void End(ClipRequest clip)
    {
        lock (_lock)
        {
            clip.End();
            _clips.Remove(clip);
        }
    }

    private void EndClips()
    {
        lock (_lock)
        {
            _clips.ForEach(clip => clip.End());
            _clips.Clear();
        }
    }

    private void Lose(Fragment fragment) => Interlocked.Add(ref _lost, fragment.Packets);

    private async Task WriteAllAsync(string path)
    {
        SegmentFolder? folder = null;
        OpenSegment? open = null;
        long triedAt = 0;
        await foreach (Waiting given in _waiting.Reader.ReadAllAsync())
        {
            if (_trouble is not null && _time.GetElapsedTime(triedAt) < _options.FullPause)
            {
                Lose(given.Fragment);
                continue;
            }

            try
            {
                folder ??= await SegmentFolder.OpenAsync(path, CancellationToken.None);
                if (open is not null && !open.Takes(given, _options.Segment))
                {
                    folder.Add(open.Close());
                    open = null;
                }

                open = Write(folder, open, given);
                if (_trouble is not null)
                {
                    Log.WritingAgain(_logger, path);
                    _trouble = null;
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                if (_trouble is null)
                {
                    Log.NothingWritten(_logger, path, Cause.Of(exception));
                }

                (_trouble, triedAt) = (Cause.Of(exception), _time.GetTimestamp());
                Lose(given.Fragment);
                if (open is not null)
                {
                    folder?.Add(open.Close());
                    open = null;
                }
            }

            Note(folder, open);
        }

        if (open is not null)
        {
            folder!.Add(open.Close());
            Note(folder, null);
        }
    }

    /// <summary>Writes one fragment. Where there is no room for it the oldest segments go, as many as it takes.</summary>
    private OpenSegment Write(SegmentFolder folder, OpenSegment? open, Waiting given)
    {
        MakeRoom(folder, open);
        while (true)
        {
            try
            {
                open ??= OpenSegment.Begin(folder, given);
                open.Write(given.Fragment);
                return open;
            }
            catch (IOException exception) when (IsFull(exception) && Remove(folder))
            {
                // Once more, with more room.
            }
        }
    }

    /// <summary>Whether there is no room: anything else that goes wrong with a disk is no reason to remove what lies there.</summary>
    private static bool IsFull(IOException exception) => (exception.HResult & 0xFFFF) is NoSpace or NoQuota or DiskFull or HandleDiskFull;

    private void MakeRoom(SegmentFolder folder, OpenSegment? open)
    {
        DateTimeOffset now = _time.GetUtcNow();
        while (folder.Segments.Count > 0
            && ((_options.KeepAge is { } age && folder.Segments[0].To < now - age)
                || (_options.KeepBytes is { } most && folder.Bytes + (open?.Bytes ?? 0) > most)
                || folder.FreeBytes < _options.FreeBytes))
        {
            Remove(folder);
        }
    }

    private bool Remove(SegmentFolder folder)
    {
        bool isRemoved = folder.RemoveOldest();
        Interlocked.Add(ref _removed, isRemoved ? 1 : 0);
        return isRemoved;
    }

    private void Note(SegmentFolder? folder, OpenSegment? open)
    {
        Volatile.Write(ref _segments, (folder?.Segments.Count ?? 0) + (open is null ? 0 : 1));
        Interlocked.Exchange(ref _bytes, (folder?.Bytes ?? 0) + (open?.Bytes ?? 0));
    }

    private static partial class Log
    {
        [LoggerMessage(2040, LogLevel.Error, "Nothing is recorded to {Folder} until there is room again: {Cause}")]
        public static partial void NothingWritten(ILogger logger, string folder, string cause);

        [LoggerMessage(2041, LogLevel.Information, "{Folder} is recorded to again")]
        public static partial void WritingAgain(ILogger logger, string folder);

        [LoggerMessage(2042, LogLevel.Debug, "The recorded connection ended: {Reason}")]
        public static partial void ConnectionEnded(ILogger logger, string reason);
    }
}
