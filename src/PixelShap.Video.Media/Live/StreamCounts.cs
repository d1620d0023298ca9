namespace PixelShap.Video.Media.Live;

/// <summary>What a live stream has come to so far.</summary>
/// <param name="Received">Frames that arrived.</param>
/// <param name="Dropped">Frames that were given up because nobody took them.</param>
/// <param name="Reconnects">Times that it was lost.</param>
/// <param name="RepairedTimes">Timestamps that were broken and made good.</param>
public readonly record struct StreamCounts(long Received, long Dropped, int Reconnects, long RepairedTimes);
