using System.Text.RegularExpressions;

namespace PixelShap.Video.Media.Live;

/// <summary>Finds the codecs of the input in what FFmpeg says before it opens the output.</summary>
internal sealed partial class StreamLines
{
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _video;
    private volatile string? _audio;

    /// <summary>Ends when all that is said of the input has been read, which may be a little after the first picture.</summary>
    public Task Complete => _complete.Task;

    public string? Video => _video;

    public string? Audio => _audio;

    /// <summary>Whether the stream has an end of its own, which is no loss: a file, or a playlist (HLS), which FFmpeg leaves when it says that nothing more comes.</summary>
    public bool HasEnd { get; private set; }

    /// <summary>Takes a line of FFmpeg's standard error.</summary>
    public void Add(string line)
    {
        if (!_complete.Task.IsCompleted)
        {
            HasEnd |= line.Contains("Input #0, hls", StringComparison.Ordinal) || line.Contains("[hls @", StringComparison.Ordinal) || Duration().IsMatch(line);
        }

        if (line.Contains("Output #", StringComparison.Ordinal))
        {
            _complete.TrySetResult();
        }

        if (!_complete.Task.IsCompleted && Codec().Match(line) is { Success: true } match)
        {
            if (match.Groups["kind"].ValueSpan.SequenceEqual("Video"))
            {
                _video ??= match.Groups["codec"].Value;
            }
            else
            {
                _audio ??= match.Groups["codec"].Value;
            }
        }
    }

    [GeneratedRegex(@"\bDuration: \d", RegexOptions.None, 10_000)]
    private static partial Regex Duration();

    [GeneratedRegex(@"Stream #0:\d+.*?: (?<kind>Video|Audio): (?<codec>\w+)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Codec();
}
