using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Time;

namespace PixelShap.Video.Runs.WhatIf;

/// <summary>Where the frames and the answers of a run stand in its journal, so that one of them can be had without reading the others.</summary>
public sealed class RunFrames
{
    // The rounding of times that are sums.
    private const double Rounding = 1e-6;

    private const long FirstRecord = 4;

    private readonly JournalReader _journal;
    private readonly List<Place> _frames = [];
    private readonly Dictionary<string, long> _answers = [];

    private RunFrames(string journal) => _journal = new JournalReader(journal);

    /// <summary>The frames in the order of the clip.</summary>
    public IReadOnlyList<Place> Frames => _frames;

    /// <summary>Reads through the journal of a run once, without its masks.</summary>
    public static RunFrames Of(RunDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        var found = new RunFrames(directory.Journal);
        var reader = new JournalReader(directory.Journal) { WithMasks = false };
        long start = FirstRecord;
        foreach (JournalRecord record in reader.Read())
        {
            if (record is JournalFrame frame)
            {
                found._frames.Add(new Place(frame.Index, frame.Epoch, frame.Pts, frame.Seconds, start));
            }
            else if (record is JournalAnswer answer)
            {
                found._answers[answer.Key] = start;
            }

            start = reader.ValidLength;
        }

        return found;
    }

    /// <summary>The place of a frame by its number; null where the run has none.</summary>
    public Place? Find(long frame)
    {
        int place = _frames.BinarySearch(new Place(frame, 0, default, 0, 0), Comparer<Place>.Create((left, right) => left.Index.CompareTo(right.Index)));
        return place < 0 ? null : _frames[place];
    }

    /// <summary>What was seen in a frame, with masks, as it was at the time.</summary>
    public JournalFrame Read(Place place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return (JournalFrame)_journal.ReadAt(place.Offset);
    }

    /// <summary>The answer that the run got to a question; null where it did not ask.</summary>
    /// <param name="key">The key of the question.</param>
    public JournalAnswer? AnswerTo(string key) => _answers.TryGetValue(key, out long offset) ? (JournalAnswer)_journal.ReadAt(offset) : null;

    /// <summary>The frames that a model was shown before another, oldest first: those that the run kept, in steps of time from its beginning or from that of the epoch.</summary>
    /// <param name="of">The frame.</param>
    /// <param name="count">How many are shown.</param>
    /// <param name="step">Seconds from one to the next.</param>
    public IReadOnlyList<Place> Before(Place of, int count, double step)
    {
        ArgumentNullException.ThrowIfNull(of);
        if (count == 0)
        {
            return [];
        }

        List<Place> kept = [];
        foreach (Place frame in _frames.TakeWhile(frame => frame.Index < of.Index).Where(frame => frame.Epoch == of.Epoch))
        {
            if (kept.Count == 0 || frame.Seconds - kept[^1].Seconds >= step - Rounding)
            {
                kept.Add(frame);
            }
        }

        return [.. kept.TakeLast(count + 1).Where(frame => of.Seconds - frame.Seconds >= (step / 2) - Rounding).TakeLast(count)];
    }

    /// <summary>A frame and where it stands.</summary>
    /// <param name="Index">Its number in the run.</param>
    /// <param name="Epoch">Its epoch.</param>
    /// <param name="Pts">Its time by the clock of its epoch.</param>
    /// <param name="Seconds">Its time on the axis of the run.</param>
    /// <param name="Offset">Where its record begins in the journal.</param>
    public sealed record Place(long Index, int Epoch, MediaTime Pts, double Seconds, long Offset);
}
