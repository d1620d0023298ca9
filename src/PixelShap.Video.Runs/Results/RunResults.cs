using PixelShap.Video.Attribution.Claims;
using PixelShap.Video.Clips;
using PixelShap.Video.Events;
using PixelShap.Video.Frames;
using PixelShap.Video.Importance;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Runs.Results;

/// <summary>
/// What a finished analysis found, read from its journal. Holds what is known of keyframes and tracks; the frames themselves are
/// streamed.
/// </summary>
public sealed class RunResults
{
    private readonly string _journal;
    private readonly OfflineTracks _tracks;

    private RunResults(string journal, JournalHeader header, Epoch[] epochs, PromptResults[] prompts, OfflineTracks tracks, JournalEnd? end)
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

    /// <summary>What the clip says of itself. The default value is nothing.</summary>
    public ClipFacts Clip { get; init; } = ClipFacts.Unknown;

    /// <summary>What happened on the drive, in order of time. Read from the journal when it is first asked for.</summary>
    public IReadOnlyList<DrivingEvent> Events => field ??= RunEvents.Of(this);

    /// <summary>The tracks by id, without doubtful ones: those of <see cref="ReadTracks"/>.</summary>
    public IReadOnlyDictionary<int, TrackSpan> Tracks => _tracks.Spans;

    /// <summary>The end of the analysis; null when it did not come to its end.</summary>
    public JournalEnd? End { get; }

    /// <summary>The keyframes whose whole image got no answer, with any prompt.</summary>
    public IReadOnlyList<JournalSkippedKeyframe> Skipped => [.. Prompts.SelectMany(prompt => prompt.Skipped)];

    /// <summary>The number of frames that were valued with one prompt at least.</summary>
    public int KeyframeCount => Prompts.SelectMany(prompt => prompt.Timeline.Keyframes.Select(keyframe => keyframe.Frame)).Distinct().Count();

    /// <summary>What is wrong with the end of the journal, for people; null for one that is whole. What stands before it is sound.</summary>
    public string? Damage { get; private init; }

    /// <summary>Why nobody should rely on the answers of the run, in one sentence; null where nothing is known against them.</summary>
    public string? DoNotRely => Prompts.SelectMany(prompt => prompt.Timeline.Keyframes).FirstOrDefault(keyframe => keyframe.DoNotRely is not null)?.DoNotRely;

    /// <summary>The number of analysed frames.</summary>
    public long FrameCount { get; private init; }

    /// <summary>The time of the first and the last analysed frame.</summary>
    public (double Start, double End) Seconds { get; private init; }

    /// <summary>What a track is after all, so that it has one name everywhere; what it was taken for at the time where the run ended before that was settled.</summary>
    public string ClassOf(int track, string atTheTime) => Tracks.TryGetValue(track, out TrackSpan? span) ? span.ClassName : atTheTime;

    /// <summary>What the answer at a keyframe says, one by one, and what each of it rested on.</summary>
    public IReadOnlyList<Claim> ClaimsOf(JournalKeyframe keyframe)
    {
        ArgumentNullException.ThrowIfNull(keyframe);
        return ClaimAttribution.Of(keyframe.Attribution, player => [.. player.TrackIds.Select(id => ClassOf(id, player.ClassName))]);
    }

    /// <summary>A keyframe whose players of one track have its class, so that every output names it alike; a group keeps its name.</summary>
    public JournalKeyframe Settled(JournalKeyframe keyframe)
    {
        ArgumentNullException.ThrowIfNull(keyframe);
        return keyframe with
        {
            Attribution = keyframe.Attribution with
            {
                Players =
                [
                    .. keyframe.Players.Select(player => player.TrackIds.Count == 1
                        ? player with { ClassName = ClassOf(player.TrackIds[0], player.ClassName) }
                        : player),
                ],
            },
        };
    }

    /// <summary>Reads the journal of a run.</summary>
    /// <param name="directory">The directory of the run.</param>
    /// <param name="importance">How importance moves.</param>
    /// <param name="tracker">Which tracks are doubtful and which gaps are filled; null for the defaults.</param>
    /// <param name="clip">What the clip says of itself; null for nothing.</param>
    /// <exception cref="PixelShapException">The journal cannot be read.</exception>
    public static RunResults Load(RunDirectory directory, ImportanceConfiguration importance, TrackerConfiguration? tracker = null, ClipFacts? clip = null)
    {
        ArgumentNullException.ThrowIfNull(directory);
        var reader = new JournalReader(directory.Journal) { WithMasks = false };
        JournalHeader header = reader.ReadHeader();
        var epochs = new List<Epoch>();
        var keyframes = new List<JournalKeyframe>();
        var survey = new TrackSurvey();
        var familiarity = new Familiarity();
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
                    survey.Add(frame);
                    familiarity.Add(frame);
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

        string? strangeness = familiarity.Strangeness();
        keyframes = [.. keyframes.Select(keyframe => keyframe with { DoNotRely = Warning(keyframe.Model, strangeness) })];
        PromptResults[] prompts =
        [
            .. header.Prompts.Select(name => new PromptResults(
                name,
                ImportanceTimeline.From(keyframes.Where(keyframe => keyframe.PromptName == name), importance),
                [.. skipped.Where(keyframe => keyframe.PromptName == name).OrderBy(keyframe => keyframe.Frame)])),
        ];
        HashSet<int> valued = [.. keyframes.SelectMany(keyframe => keyframe.Players).SelectMany(player => player.TrackIds)];
        OfflineTracks tracks = survey.Finish(tracker ?? new TrackerConfiguration(), valued);
        return new RunResults(directory.Journal, header, [.. epochs], prompts, tracks, end)
        {
            Clip = clip ?? ClipFacts.Unknown,
            FrameCount = frames,
            Damage = reader.Damage,
            Seconds = frames == 0 ? (0, 0) : seconds,
        };
    }

    /// <summary>The same results with the importance of another prompt as <see cref="Timeline"/>, for pictures.</summary>
    /// <param name="prompt">The name of one of <see cref="Prompts"/>.</param>
    public RunResults Showing(string prompt) => new(_journal, Header, [.. Epochs], [.. Prompts], _tracks, End)
    {
        Clip = Clip,
        FrameCount = FrameCount,
        Damage = Damage,
        Seconds = Seconds,
        Timeline = Prompts.Single(results => results.Name == prompt).Timeline,
    };

    /// <summary>A stand-in knows what the segmenter knows; a real model may know more.</summary>
    private static string? Warning(string model, string? strangeness) =>
        strangeness is not null && StandIns.IsOne(model) ? $"Do not rely on these answers: they are those of a stand-in, and {strangeness}." : null;

    /// <summary>Streams the analysed frames in order, with their masks and with the tracks as hindsight shows them: for everything that people or other
    /// programs get to see.</summary>
    /// <param name="withMasks">Whether masks are decoded. The default value is true.</param>
    public IEnumerable<JournalFrame> ReadTracks(bool withMasks = true) => _tracks.Of(ReadFrames(withMasks));

    /// <summary>Streams the analysed frames in order as they were seen at the time.</summary>
    /// <param name="withMasks">Whether masks are decoded, which takes most of the time; otherwise detections have boxes only. The default value is true.</param>
    public IEnumerable<JournalFrame> ReadFrames(bool withMasks = true) => new JournalReader(_journal) { WithMasks = withMasks }.Read().OfType<JournalFrame>();
}
