using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Prompts;
using PixelShap.Video.Events;
using PixelShap.Video.Frames;
using PixelShap.Video.Language;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Time;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Runs.Journal;

/// <summary>One entry of the journal.</summary>
public abstract record JournalRecord;

/// <summary>The first record: what the run is about.</summary>
/// <param name="Schema">The version of the record layout, <see cref="CurrentSchema"/>.</param>
/// <param name="CreatedAt">When the run was first started.</param>
/// <param name="Input">The file or address, without credentials.</param>
/// <param name="InputHash">SHA-256 of the input file in hexadecimal; empty for a live stream.</param>
/// <param name="ConfigurationHash">SHA-256 of the settings that the records depend on, in hexadecimal.</param>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
public sealed record JournalHeader(
    int Schema, DateTimeOffset CreatedAt, string Input, string InputHash, string ConfigurationHash, int Width, int Height) : JournalRecord
{
    /// <summary>The version that this program writes and reads.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The names of the prompts in their order. The default value is the one name of an unnamed prompt.</summary>
    public IReadOnlyList<string> Prompts { get; init; } = [NamedPrompt.DefaultName];
}

/// <summary>A new clock begins: the start of the run, or a live stream that came back.</summary>
/// <param name="Epoch">The epoch.</param>
public sealed record JournalEpoch(Epoch Epoch) : JournalRecord;

/// <summary>One analysed frame.</summary>
/// <param name="Index">The number of the frame in the run.</param>
/// <param name="Epoch">The number of its epoch.</param>
/// <param name="Pts">Its time by the clock of its epoch.</param>
/// <param name="Seconds">Its time on the axis of the whole run.</param>
/// <param name="Width">Pixels in a row; a live stream may come back with another size.</param>
/// <param name="Height">Rows.</param>
/// <param name="Detections">Everything the segmenter saw, as it saw it, so that a resumed run need not look again; in a carried frame the
/// objects that were carried.</param>
/// <param name="Objects">Which of them belong to a track.</param>
public sealed record JournalFrame(
    long Index,
    int Epoch,
    MediaTime Pts,
    double Seconds,
    int Width,
    int Height,
    IReadOnlyList<Detection> Detections,
    IReadOnlyList<JournalObject> Objects) : JournalRecord
{
    /// <summary>Whether the network did not look at this frame: its objects were carried here from the frames around it.</summary>
    public bool IsCarried { get; init; }

    /// <summary>Sights in frames before this one of the tracks that this frame confirmed: when those were written nobody knew yet that they belong to a track.
    /// The default value is none.</summary>
    public IReadOnlyList<EarlierSight> Earlier { get; init; } = [];

    /// <summary>What the picture itself tells of the car's motion and of what happens before it; null in journals of before that was measured.</summary>
    public PictureSignals? Signals { get; init; }

    /// <summary>Whether a track is in the frame.</summary>
    public bool Has(int trackId)
    {
        for (int i = 0; i < Objects.Count; i++)
        {
            if (Objects[i].TrackId == trackId)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the journal notes of a frame.</summary>
    /// <param name="header">The frame.</param>
    /// <param name="seconds">Its time on the axis of the run.</param>
    /// <param name="detections">What was seen in it.</param>
    /// <param name="objects">What of it belongs to a track: detections of <paramref name="detections"/>, perhaps with another class.</param>
    public static JournalFrame Of(FrameHeader header, double seconds, IReadOnlyList<Detection> detections, IReadOnlyList<TrackedObject> objects)
    {
        ArgumentNullException.ThrowIfNull(header);
        return new JournalFrame(
            header.Index,
            header.Epoch.Number,
            header.Pts,
            seconds,
            header.Width,
            header.Height,
            detections,
            [.. objects.Select(tracked => new JournalObject(
                tracked.TrackId, IndexOf(tracked.Detection, detections), tracked.Detection.ClassId, tracked.Detection.ClassName))]);
    }

    /// <summary>Which detection a track has taken. The track may have given it another class; its box, its score and its mask are the detection's own.</summary>
    private static int IndexOf(Detection taken, IReadOnlyList<Detection> detections) =>
        Enumerable.Range(0, detections.Count).First(i =>
            detections[i].Box == taken.Box && detections[i].Score.Equals(taken.Score) && ReferenceEquals(detections[i].Mask, taken.Mask));
}

/// <summary>A sight of a track from before it was one.</summary>
/// <param name="TrackId">The track.</param>
/// <param name="Frame">The number of the frame.</param>
/// <param name="Seconds">The time of that frame on the axis of the whole run.</param>
/// <param name="Score">The score of the detection.</param>
/// <param name="Box">Its box, by which it is found among the detections of that frame.</param>
public sealed record EarlierSight(int TrackId, long Frame, double Seconds, float Score, BoundingBox Box)
{
    /// <summary>What the journal notes of a sight.</summary>
    /// <param name="sight">The sight.</param>
    /// <param name="seconds">The time of its frame on the axis of the whole run.</param>
    public static EarlierSight Of(TrackObservation sight, double seconds)
    {
        ArgumentNullException.ThrowIfNull(sight);
        Detection detection = sight.Object.Detection;
        return new EarlierSight(sight.Object.TrackId, sight.Frame.Index, seconds, detection.Score, detection.Box);
    }
}

/// <summary>A detection that belongs to a track.</summary>
/// <param name="TrackId">The track.</param>
/// <param name="Detection">The index in <see cref="JournalFrame.Detections"/>.</param>
/// <param name="ClassId">The class of the track.</param>
/// <param name="ClassName">The name of the class of the track.</param>
public sealed record JournalObject(int TrackId, int Detection, int ClassId, string ClassName)
{
    /// <summary>Whether nobody saw it here: it stands between two sights of its track. Never so in a journal, which holds what was seen. The default value is
    /// false.</summary>
    public bool IsFilled { get; init; }
}

/// <summary>An answer of the vision-language model, written the moment it arrives, so that it is never paid for twice.</summary>
/// <param name="Key">What was asked: a hash of model, prompt and pixels, in hexadecimal.</param>
/// <param name="Text">The answer.</param>
/// <param name="Kind">What kind of answer it is.</param>
/// <param name="Why">Why it is no text; empty for a text.</param>
public sealed record JournalAnswer(string Key, string Text, AnswerKind Kind = AnswerKind.Text, string Why = "") : JournalRecord
{
    /// <summary>What the model thought before it answered. The default value is empty.</summary>
    public string Reasoning { get; init; } = "";

    /// <summary>Whether the text ends at the limit of tokens. The default value is false.</summary>
    public bool IsCut { get; init; }
}

/// <summary>A look at the answer between keyframes, so that a resumed run need not ask again.</summary>
/// <param name="Frame">The number of the frame.</param>
/// <param name="Answer">The answer to the untouched picture.</param>
public sealed record JournalCheck(long Frame, string Answer) : JournalRecord;

/// <summary>What a process has asked and paid so far, so that a run that is gone on with knows the whole. The latest of each process counts.</summary>
/// <param name="Process">The number of the process among those that worked on the run, from 1.</param>
/// <param name="Usage">What it has asked; latencies are not kept.</param>
public sealed record JournalUsage(int Process, ModelUsage Usage) : JournalRecord;

/// <summary>A keyframe with its importance values.</summary>
public sealed record JournalKeyframe : JournalRecord
{
    /// <summary>The number of the frame.</summary>
    public required long Frame { get; init; }

    /// <summary>The epoch of the frame.</summary>
    public required int Epoch { get; init; }

    /// <summary>The time of the frame by the clock of its epoch.</summary>
    public required MediaTime Pts { get; init; }

    /// <summary>The time of the frame on the axis of the whole run.</summary>
    public required double Seconds { get; init; }

    /// <summary>Why the frame was chosen.</summary>
    public required string Reason { get; init; }

    /// <summary>The name of the question. The default value is that of an unnamed one.</summary>
    public string PromptName { get; init; } = NamedPrompt.DefaultName;

    /// <summary>What its answer rested on.</summary>
    public required KeyframeAttribution Attribution { get; init; }

    /// <summary>Why nobody should rely on the answer, in one sentence; null where nothing is known against it. Found out when a run is read, and in no journal. The default value is
    /// null.</summary>
    public string? DoNotRely { get; init; }

    /// <summary>The question.</summary>
    public string Prompt => Attribution.Prompt;

    /// <summary>Who answered.</summary>
    public string Model => Attribution.Model;

    /// <summary>The answer to the unmasked image.</summary>
    public string Answer => Attribution.Answer;

    /// <summary>The players in the order of φ and of the bits of the coalitions.</summary>
    public IReadOnlyList<PlayerValue> Players => Attribution.Players;
}

/// <summary>A keyframe whose whole image got no answer, so that there is nothing to compare with.</summary>
/// <param name="Frame">The number of the frame.</param>
/// <param name="Epoch">The epoch of the frame.</param>
/// <param name="Pts">The time of the frame by the clock of its epoch.</param>
/// <param name="Seconds">The time of the frame on the axis of the whole run.</param>
/// <param name="Reason">Why the frame was chosen.</param>
/// <param name="Prompt">The question.</param>
/// <param name="Model">Who was asked.</param>
/// <param name="Kind">What came instead of an answer.</param>
/// <param name="Why">The same for people.</param>
public sealed record JournalSkippedKeyframe(
    long Frame, int Epoch, MediaTime Pts, double Seconds, string Reason, string Prompt, string Model, AnswerKind Kind, string Why) : JournalRecord
{
    /// <summary>The name of the question. The default value is that of an unnamed one.</summary>
    public string PromptName { get; init; } = NamedPrompt.DefaultName;
}

/// <summary>The last record: the analysis is complete.</summary>
/// <param name="Frames">The number of frames that the source delivered.</param>
/// <param name="Dropped">Of these, how many were dropped before analysis (live only).</param>
public sealed record JournalEnd(long Frames, long Dropped) : JournalRecord;
