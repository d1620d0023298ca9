using PixelShap.Video.Attribution;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Runs.Analysis;

/// <summary>
/// What an earlier part of the run has already found out: detections need not be made again, answers need not be asked again, valued
/// keyframes need not be valued again.
/// </summary>
internal sealed class JournalReplay : IDisposable
{
    private readonly Dictionary<(long Frame, string Prompt), JournalRecord> _keyframes = [];
    private readonly HashSet<long> _keyframeFrames = [];
    private readonly Dictionary<string, string> _firstAnswers = [];
    private readonly Dictionary<long, string> _checks = [];
    private readonly SortedDictionary<int, ModelUsage> _usage = [];
    private readonly Queue<JournalAnswer> _answers = new();
    private readonly IEnumerator<JournalFrame>? _frames;
    private JournalFrame? _next;

    private JournalReplay(string? path)
    {
        if (path is null)
        {
            return;
        }

        // Masks are needed when a frame's turn comes, one frame at a time.
        var reader = new JournalReader(path) { WithMasks = false };
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
                    _firstAnswers.TryAdd(keyframe.PromptName, keyframe.Answer);
                    _keyframes[(keyframe.Frame, keyframe.PromptName)] = keyframe;
                    _keyframeFrames.Add(keyframe.Frame);
                    break;
                case JournalSkippedKeyframe skipped:
                    _keyframes[(skipped.Frame, skipped.PromptName)] = skipped;
                    _keyframeFrames.Add(skipped.Frame);
                    break;
                case JournalCheck check:
                    _checks[check.Frame] = check.Answer;
                    break;
                case JournalUsage usage:
                    _usage[usage.Process] = usage.Usage;
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

    /// <summary>The number of keyframes valued or skipped.</summary>
    public int KeyframeCount => _keyframeFrames.Count;

    /// <summary>The end of the analysis; null when it did not come to its end.</summary>
    public JournalEnd? End { get; }

    /// <summary>The length up to which the journal is whole.</summary>
    public long ValidLength { get; }

    /// <summary>What is wrong behind that; null for nothing.</summary>
    public string? Damage { get; }

    /// <summary>The latest answers, as many as a run remembers.</summary>
    public IReadOnlyCollection<JournalAnswer> Answers => _answers;

    /// <summary>What earlier processes have asked and paid; null where they noted nothing.</summary>
    public ModelUsage? Usage => _usage.Count == 0 ? null : _usage.Values.Aggregate(static (earlier, later) => later.Plus(earlier));

    /// <summary>The number of this process among those that worked on the run and noted what they asked.</summary>
    public int Process => _usage.Keys.LastOrDefault() + 1;

    /// <summary>Nothing to replay.</summary>
    public static JournalReplay Nothing() => new(null);

    /// <summary>Reads the journal at <paramref name="path"/>.</summary>
    public static JournalReplay Of(string path) => new(path);

    /// <summary>Whether the keyframe has been valued or skipped with one prompt at least.</summary>
    public bool HasKeyframe(long frame) => _keyframeFrames.Contains(frame);

    /// <summary>The answer of the first keyframe to its whole image; null before there is one.</summary>
    public string? FirstAnswer(string prompt) => _firstAnswers.GetValueOrDefault(prompt);

    /// <summary>The answer to the untouched picture of a frame; null for one that was not asked about.</summary>
    public string? AnswerOf(long frame, string prompt) => (KeyframeAt(frame, prompt) as JournalKeyframe)?.Answer ?? _checks.GetValueOrDefault(frame);

    /// <summary>What is known of a keyframe: valued or skipped; null where nothing is.</summary>
    public JournalRecord? KeyframeAt(long frame, string prompt) => _keyframes.GetValueOrDefault((frame, prompt));

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
