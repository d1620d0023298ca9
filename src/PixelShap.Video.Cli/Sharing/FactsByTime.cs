using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Time;

namespace PixelShap.Video.Cli.Sharing;

/// <summary>What runs of one clip know of its pictures, in order of time.</summary>
internal sealed class FactsByTime(IEnumerable<RecordedRun> runs) : IDisposable
{
    private readonly Cursor[] _cursors = [.. runs.Select(run => new Cursor(run.Results.ReadTracks().GetEnumerator()))];

    /// <summary>What each run knows of a picture, the first run first; empty where that one does not know it.</summary>
    public IReadOnlyList<JournalFrame> At(MediaTime pts)
    {
        JournalFrame?[] found = [.. _cursors.Select(cursor => cursor.At(pts))];
        return found[0] is null ? [] : [.. found.OfType<JournalFrame>()];
    }

    public void Dispose() => Array.ForEach(_cursors, cursor => cursor.Dispose());

    private sealed class Cursor(IEnumerator<JournalFrame> frames) : IDisposable
    {
        private bool _more = frames.MoveNext();

        public JournalFrame? At(MediaTime pts)
        {
            while (_more && frames.Current.Pts < pts)
            {
                _more = frames.MoveNext();
            }

            return _more && frames.Current.Pts.CompareTo(pts) == 0 ? frames.Current : null;
        }

        public void Dispose() => frames.Dispose();
    }
}
