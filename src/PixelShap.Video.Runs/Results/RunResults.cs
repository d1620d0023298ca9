using PixelShap.Video.Frames;
using PixelShap.Video.Importance;
using PixelShap.Video.Runs.Journal;

namespace PixelShap.Video.Runs.Results;

/// <summary>
/// What a finished analysis found, read from its journal. Holds what is known of keyframes and tracks; the frames themselves are
/// streamed.
/// </summary>
public sealed class RunResults
{
    private readonly string _journal;
    private readonly Dictionary<int, TrackSpan> _tracks;

    private RunResults(string journal, JournalHeader header, Epoch[] epochs, PromptResults[] prompts, Dictionary<int, TrackSpan> tracks, JournalEnd? end)
    {
        _journal = journal;
        Header = header;
        Epochs = epochs;
        Prompts = prompts;
        Timeline = prompts[0].Timeline;
        _tracks = tracks;
        End = end;
    }

    /// <summary>What the run is about.</summary>
    public JournalHeader Header { get; }

    /// <summary>The clocks of the run.</summary>
    public IReadOnlyList<Epoch> Epochs { get; }

    /// <summary>What was found with each prompt, in their order; at least one.</summary>
    public IReadOnlyList<PromptResults> Prompts { get; }

    /// <summary>Importance over time with the first prompt, or with the one that <see cref="Showing"/> chose.</summary>
    public ImportanceTimeline Timeline { get; private init; }

    /// <summary>The tracks by id.</summary>
    public IReadOnlyDictionary<int, TrackSpan> Tracks => _tracks;

    /// <summary>The end of the analysis; null when it did not come to its end.</summary>
    public JournalEnd? End { get; }

    /// <summary>The keyframes whose whole image got no answer, with any prompt.</summary>
    public IReadOnlyList<JournalSkippedKeyframe> Skipped => [.. Prompts.SelectMany(prompt => prompt.Skipped)];

    /// <summary>The number of frames that were valued with one prompt at least.</summary>
    public int KeyframeCount => Prompts.SelectMany(prompt => prompt.Timeline.Keyframes.Select(keyframe => keyframe.Frame)).Distinct().Count();

    /// <summary>What is wrong with the end of the journal, for people; null for one that is whole. What stands before it is sound.</summary>
    public string? Damage { get; private init; }

    /// <summary>The number of analysed frames.</summary>
    public long FrameCount { get; private init; }

    /// <summary>The time of the first and the last analysed frame.</summary>
    public (double Start, double End) Seconds { get; private init; }

    /// <summary>What a track is after all, so that it has one name everywhere; what it was taken for at the time where the run ended before that was settled.</summary>
    public string ClassOf(int track, string atTheTime) => _tracks.TryGetValue(track, out TrackSpan? span) ? span.ClassName : atTheTime;

    /// <summary>Reads the journal of a run.</summary>
    /// <exception cref="PixelShapException">The journal cannot be read.</exception>
    public static RunResults Load(RunDirectory directory, ImportanceConfiguration importance)
    {
        ArgumentNullException.ThrowIfNull(directory);
        var reader = new JournalReader(directory.Journal) { WithMasks = false };
        JournalHeader header = reader.ReadHeader();
        var epochs = new List<Epoch>();
        var keyframes = new List<JournalKeyframe>();
        var tracks = new Dictionary<int, TrackSpan>();
        var skipped = new List<JournalSkippedKeyframe>();
        JournalEnd? end = null;
        long frames = 0;
        (double Start, double End) seconds = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (JournalRecord record in reader.Read())
        {
            switch (record)
            {
                case JournalEpoch { Epoch: Epoch epoch }:
                    epochs.Add(epoch);
                    break;
                case JournalFrame frame:
                    frames++;
                    seconds = (Math.Min(seconds.Start, frame.Seconds), Math.Max(seconds.End, frame.Seconds));
                    foreach (JournalObject item in frame.Objects)
                    {
                        tracks[item.TrackId] = tracks.TryGetValue(item.TrackId, out TrackSpan? span)
                            ? span with { LastSeconds = frame.Seconds, ClassName = item.ClassName, FrameCount = span.FrameCount + 1 }
                            : new TrackSpan(item.TrackId, item.ClassName, frame.Seconds, frame.Seconds, 1);
                    }

                    break;
                case JournalKeyframe keyframe:
                    keyframes.Add(keyframe);
                    break;
                case JournalSkippedKeyframe without:
                    skipped.Add(without);
                    break;
                case JournalEnd last:
                    end = last;
                    break;
                default:
                    break;
            }
        }

        PromptResults[] prompts =
        [
            .. header.Prompts.Select(name => new PromptResults(
                name,
                ImportanceTimeline.From(keyframes.Where(keyframe => keyframe.PromptName == name), importance),
                [.. skipped.Where(keyframe => keyframe.PromptName == name).OrderBy(keyframe => keyframe.Frame)])),
        ];
        return new RunResults(directory.Journal, header, [.. epochs], prompts, tracks, end)
        {
            FrameCount = frames,
            Damage = reader.Damage,
            Seconds = frames == 0 ? (0, 0) : seconds,
        };
    }

    /// <summary>The same results with the importance of another prompt as <see cref="Timeline"/>, for pictures.</summary>
    /// <param name="prompt">The name of one of <see cref="Prompts"/>.</param>
    public RunResults Showing(string prompt) => new(_journal, Header, [.. Epochs], [.. Prompts], _tracks, End)
    {
        FrameCount = FrameCount,
        Damage = Damage,
        Seconds = Seconds,
        Timeline = Prompts.Single(results => results.Name == prompt).Timeline,
    };

    /// <summary>Streams the analysed frames in order.</summary>
    /// <param name="withMasks">Whether masks are decoded, which takes most of the time; otherwise detections have boxes only. The default value is true.</param>
    public IEnumerable<JournalFrame> ReadFrames(bool withMasks = true) => new JournalReader(_journal) { WithMasks = withMasks }.Read().OfType<JournalFrame>();
}

/// <summary>The life of a track.</summary>
/// <param name="TrackId">The identity.</param>
/// <param name="ClassName">The class, as it was settled at last.</param>
/// <param name="FirstSeconds">The time of the first frame in which it was seen.</param>
/// <param name="LastSeconds">The time of the last.</param>
/// <param name="FrameCount">The number of frames in which it was seen.</param>
public sealed record TrackSpan(int TrackId, string ClassName, double FirstSeconds, double LastSeconds, long FrameCount);
