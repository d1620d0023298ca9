namespace PixelShap.Video.Media.Recording;

/// <summary>What of a live stream is kept, and for how long.</summary>
public sealed record RecordingOptions
{
    /// <summary>Where the segments lie; null to keep only the latest in memory, for clips of events. The default value is null.</summary>
    public string? Folder { get; init; }

    /// <summary>How long a segment is; it ends with the first keyframe after that. The default value is a minute.</summary>
    public TimeSpan Segment { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long segments are kept; null for as long as there is room. The default value is null.</summary>
    public TimeSpan? KeepAge { get; init; }

    /// <summary>How many bytes all segments may have; null for as many as there is room for. The default value is null.</summary>
    public long? KeepBytes { get; init; }

    /// <summary>How many bytes must stay free on the disk. The default value is 1 GiB.</summary>
    public long FreeBytes { get; init; } = 1L << 30;

    /// <summary>How long the latest stays in memory: what a clip can show of the time before its event. The default value is 15 seconds.</summary>
    public TimeSpan PreRoll { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The pause before a full disk is tried again. The default value is 5 seconds.</summary>
    public TimeSpan FullPause { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>How a recording stands.</summary>
/// <param name="Packets">Pictures that came, whether they could be written or not.</param>
/// <param name="LostPackets">Those of them that could not be written.</param>
/// <param name="Segments">Segments that lie there.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="RemovedSegments">Segments that were removed to make room or because of their age.</param>
/// <param name="Trouble">Why nothing is written at the moment, for people; null while all is well.</param>
public sealed record RecordingStatus(long Packets, long LostPackets, int Segments, long Bytes, long RemovedSegments, string? Trouble);
