using PixelShap.Video.Attribution;
using PixelShap.Video.Journal;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Runs;

/// <summary>
/// What an earlier part of the run has already found out: detections need not be made again, answers need not be asked again, valued
/// keyframes need not be valued again.
/// </summary>
internal sealed class JournalReplay : IDisposable
{
    private readonly Dictionary<long, JournalKeyframe?> _keyframes = [];
    private readonly Dictionary<long, string> _checks = [];
    private readonly Queue<JournalAnswer> _answers = new();
    private readonly IEnumerator<JournalFrame>? _frames;
    private JournalFrame? _next;

    private JournalReplay(string? path)
    {
        if (path is null)
        {
            return;
        }

        var reader = new JournalReader(path);
        foreach (JournalRecord record in reader.Read())
        {
            switch (record)
            {
                case JournalHeader header:
                    Header = header;
                    break;
                case JournalEpoch { Epoch.Number: int epoch }:
                    LastEpoch = epoch;
                    break;
                case JournalFrame frame:
                    LastFrame = frame.Index;
                    break;
                case JournalAnswer answer:
                    _answers.Enqueue(answer);
                    if (_answers.Count > AnswerMemory.Capacity)
                    {
                        _answers.Dequeue();
                    }

                    break;
                case JournalKeyframe keyframe:
                    FirstAnswer ??= keyframe.Answer;
                    _keyframes[keyframe.Frame] = keyframe;
                    break;
                case JournalSkippedKeyframe skipped:
                    _keyframes[skipped.Frame] = null;
                    break;
                case JournalCheck check:
                    _checks[check.Frame] = check.Answer;
                    break;
                case JournalEnd end:
                    End = end;
                    break;
                default:
                    break;
            }
        }

        ValidLength = reader.ValidLength;
        Damage = reader.Damage;
        _frames = new JournalReader(path).Read().OfType<JournalFrame>().GetEnumerator();
        Advance();
    }

    /// <summary>The header of the journal; null when there was none.</summary>
    public JournalHeader? Header { get; }

    /// <summary>The last frame that the journal holds; −1 for none.</summary>
    public long LastFrame { get; } = -1;

    /// <summary>The last epoch that the journal names; −1 for none.</summary>
    public int LastEpoch { get; } = -1;

    /// <summary>The number of keyframes valued.</summary>
    public int KeyframeCount => _keyframes.Count;

    /// <summary>The answer to the whole image of the first keyframe; null before there is one.</summary>
    public string? FirstAnswer { get; }

    /// <summary>The end of the analysis; null when it did not come to its end.</summary>
    public JournalEnd? End { get; }

    /// <summary>The length up to which the journal is whole.</summary>
    public long ValidLength { get; }

    /// <summary>What is wrong behind that; null for nothing.</summary>
    public string? Damage { get; }

    /// <summary>The latest answers, as many as a run remembers.</summary>
    public IReadOnlyCollection<JournalAnswer> Answers => _answers;

    /// <summary>Nothing to replay.</summary>
    public static JournalReplay Nothing() => new(null);

    /// <summary>Reads the journal at <paramref name="path"/>.</summary>
    public static JournalReplay Of(string path) => new(path);

    /// <summary>Whether the keyframe has been valued.</summary>
    public bool HasKeyframe(long frame) => _keyframes.ContainsKey(frame);

    /// <summary>The answer to the untouched picture of a frame; null for one that was not asked about.</summary>
    public string? AnswerOf(long frame) => KeyframeAt(frame)?.Answer ?? _checks.GetValueOrDefault(frame);

    /// <summary>What is known of a keyframe; null where nothing is, and where it was skipped.</summary>
    public JournalKeyframe? KeyframeAt(long frame) => _keyframes.GetValueOrDefault(frame);

    /// <summary>What the network saw in a frame; null where the journal does not hold it or the network did not look. Frames must be asked for in
    /// order.</summary>
    public IReadOnlyList<Detection>? TakeDetections(long frame)
    {
        while (_next is not null && _next.Index < frame)
        {
            Advance();
        }

        return _next?.Index == frame && !_next.IsCarried ? _next.Detections : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _frames?.Dispose();

    private void Advance() => _next = _frames!.MoveNext() ? _frames.Current : null;
}
