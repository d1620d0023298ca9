using Microsoft.Extensions.Logging;
using PixelShap.Video.Clips;
using PixelShap.Video.Frames;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Time;

namespace PixelShap.Video.Runs.Ports;

/// <summary>Reads clips and cameras, and writes videos.</summary>
public interface IMediaLibrary
{
    /// <summary>Opens a clip for reading from its start, as packed BGR.</summary>
    /// <param name="input">The file, or the files of a drive.</param>
    /// <param name="reading">What is read of it.</param>
    /// <param name="logger">Takes what the decoder says; null for nowhere.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <param name="part">The seconds to read, on the clip's own clock; null for all.</param>
    /// <exception cref="PixelShapException">It cannot be read.</exception>
    Task<IClipSource> OpenAsync(
        ClipInput input, ClipConfiguration reading, ILogger? logger, CancellationToken cancellationToken, (double From, double To)? part = null);

    /// <summary>What a clip says of itself: time, device, places.</summary>
    /// <param name="input">The file, or the files of a drive.</param>
    /// <param name="reading">What the user says of its time.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="PixelShapException">It cannot be read, or what the user says is no time.</exception>
    Task<ClipFacts> ReadFactsAsync(ClipInput input, ClipConfiguration reading, CancellationToken cancellationToken);

    /// <summary>A live camera, not yet connected.</summary>
    /// <param name="address">Its address, with credentials where it needs them.</param>
    /// <param name="configuration">When it counts as gone, and whether it is recorded.</param>
    /// <param name="seed">The seed of the pauses between attempts.</param>
    /// <param name="folder">Where a recording goes.</param>
    /// <param name="logger">Takes what happens.</param>
    /// <param name="isPatient">Whether the first picture is waited for as long as it takes, like after a loss.</param>
    /// <exception cref="PixelShapException">The address is none.</exception>
    ILiveSource OpenCamera(string address, LiveConfiguration configuration, long seed, string folder, ILogger logger, bool isPatient = false);

    /// <summary>Begins a video.</summary>
    /// <param name="path">The file. It has its name when it is complete; that of a live stream has it from the start and can be played whatever ends the
    /// writing.</param>
    /// <param name="configuration">Quality and speed.</param>
    /// <param name="isLive">Whether it is of a live stream.</param>
    /// <param name="audio">Where its sound is taken from, with the time of the clip at which it begins; null for a silent one.</param>
    /// <param name="logger">Takes what the encoder says.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    Task<IVideoSink> CreateVideoAsync(
        string path, VideoConfiguration configuration, bool isLive, (ClipInput Clip, MediaTime Origin)? audio, ILogger logger, CancellationToken cancellationToken);

    /// <summary>Writes one picture of a video as a file beside it.</summary>
    /// <param name="video">The video.</param>
    /// <param name="seconds">When, from its beginning.</param>
    /// <param name="name">The name of the picture.</param>
    /// <param name="cancellationToken">Ends the job.</param>
    Task WritePosterAsync(string video, double seconds, string name, CancellationToken cancellationToken);
}

/// <summary>A clip that is read.</summary>
public interface IClipSource : IFrameSource
{
    /// <summary>What is wrong with it, for people; complete when all has been read.</summary>
    IReadOnlyList<string> Warnings { get; }

    /// <summary>What was done to read a damaged file; null for a sound one.</summary>
    ClipRecovery? Recovery { get; }
}

/// <summary>A live camera.</summary>
public interface ILiveSource : IFrameSource
{
    /// <summary>What it is doing, for people.</summary>
    string State { get; }

    /// <summary>Why, for people, without credentials.</summary>
    string Reason { get; }

    /// <summary>What it has come to so far.</summary>
    LiveCounts Counts { get; }

    /// <summary>Writes a clip of what was and of what is still to come, as the camera sent it.</summary>
    /// <param name="path">The file, which has its name when it is complete.</param>
    /// <param name="from">When it begins, if that is still known.</param>
    /// <param name="to">When it ends; it is waited for.</param>
    /// <param name="cancellationToken">Ends it early, with what has come.</param>
    /// <returns>Its seconds; null where there is nothing.</returns>
    Task<double?> SaveClipAsync(string path, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>Waits for the first picture.</summary>
    /// <exception cref="PixelShapException">None came in time.</exception>
    Task ConnectAsync(CancellationToken cancellationToken);
}

/// <summary>What a camera has come to so far.</summary>
/// <param name="Received">Frames that arrived.</param>
/// <param name="Dropped">Those of them that the analysis did not take in time.</param>
/// <param name="Reconnects">Times that it was lost.</param>
/// <param name="RepairedTimes">Timestamps that were broken and made good.</param>
/// <param name="Recording">How the recording stands; null where nothing is recorded.</param>
public sealed record LiveCounts(long Received, long Dropped, int Reconnects, long RepairedTimes, RecordingCounts? Recording);

/// <summary>How a recording stands.</summary>
/// <param name="Packets">Pictures that came.</param>
/// <param name="LostPackets">Those of them that could not be written.</param>
/// <param name="Segments">Segments that lie there.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="RemovedSegments">Segments that were removed to make room or because of their age.</param>
/// <param name="Trouble">Why nothing is written at the moment, for people; null while all is well.</param>
public sealed record RecordingCounts(long Packets, long LostPackets, int Segments, long Bytes, long RemovedSegments, string? Trouble);

/// <summary>A video that is written.</summary>
public interface IVideoSink : IFrameSink
{
    /// <summary>What cannot be had, for people.</summary>
    IReadOnlyList<string> Warnings { get; }
}
