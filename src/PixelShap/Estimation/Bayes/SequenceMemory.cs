using PixelShap.Games;

namespace PixelShap.Estimation.Bayes;

/// <summary>The answers of the last keyframes, with the players named by their tracks.</summary>
internal sealed class SequenceMemory
{
    /// <summary>Older answers are forgotten beyond this number: conditioning costs the cube of it.</summary>
    private const int MaxSamples = 96;

    private readonly List<Entry> _entries = [];

    /// <summary>The mean time from keyframe to keyframe; 1 as long as there are not two.</summary>
    public double Spacing => _entries.Count < 2 ? 1 : (_entries[^1].Time - _entries[0].Time) / (_entries.Count - 1);

    public bool IsEmpty => _entries.Count == 0;

    public double LastTime => _entries[^1].Time;

    /// <summary>v(N) of the last keyframe.</summary>
    public double LastFull => _entries[^1].Full;

    public IReadOnlySet<int> LastTracks => _entries[^1].Tracks.ToHashSet();

    public void Add(KeyframePlayers players, double fullValue, IReadOnlyList<Observation> observations)
    {
        _entries.Add(new Entry([.. players.TrackIds], players.Time, fullValue, Coalition.Full(players.TrackIds.Count), [.. observations]));
        int samples = _entries.Sum(entry => entry.Observations.Length + 1);
        while (_entries.Count > 1 && samples > MaxSamples)
        {
            samples -= _entries[0].Observations.Length + 1;
            _entries.RemoveAt(0);
        }
    }

    public void Forget() => _entries.Clear();

    /// <summary>Gives the players of a keyframe slots, and the remembered answers as points among them. Keyframes that would need more than
    /// 64 slots together with all later ones are left out.</summary>
    public (Roster Roster, List<Sample> Samples) Recall(KeyframePlayers players)
    {
        var slots = new Dictionary<int, int>();
        foreach (int track in players.TrackIds)
        {
            slots.Add(track, slots.Count);
        }

        var roster = new Roster([.. Enumerable.Range(0, players.TrackIds.Count)], players.Time);
        var samples = new List<Sample>();
        foreach (Entry entry in Enumerable.Reverse(_entries))
        {
            if (entry.Tracks.Count(track => !slots.ContainsKey(track)) > 64 - slots.Count)
            {
                break;
            }

            foreach (int track in entry.Tracks)
            {
                slots.TryAdd(track, slots.Count);
            }

            var then = new Roster([.. entry.Tracks.Select(track => slots[track])], entry.Time);
            samples.Add(new Sample(then.PointOf(entry.All), entry.Full, entry.Full));
            samples.AddRange(entry.Observations.Select(seen => new Sample(then.PointOf(seen.Coalition), seen.Value, entry.Full)));
        }

        return (roster, samples);
    }

    private sealed record Entry(int[] Tracks, double Time, double Full, Coalition All, Observation[] Observations);
}
