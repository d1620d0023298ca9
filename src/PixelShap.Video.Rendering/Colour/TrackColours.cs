namespace PixelShap.Video.Rendering.Colour;

/// <summary>The form of a track's marker: colour alone would not be enough for everybody.</summary>
internal enum MarkerShape
{
    Circle,
    Square,
    Triangle,
    Diamond,
    Ring,
    Cross,
}

/// <summary>The marker that a track has in the strip and in its label.</summary>
internal readonly record struct TrackMarker(Rgb Colour, MarkerShape Shape);

/// <summary>
/// Gives the tracks of the strip their markers and keeps them: a track never changes its marker while it stays in the strip, also
/// when a live strip is replaced and the order of the curves changes.
/// </summary>
/// <param name="preferred">The slot that a track gets where it is free; null for none.</param>
internal sealed class TrackColours(IReadOnlyDictionary<int, int>? preferred = null)
{
    // Hues apart from the importance map's orange and yellow; distinct in hue and lightness, each at least 6:1 against the panel.
    private static readonly TrackMarker[] s_markers =
    [
        new(Rgb.FromHex(0x4FD1C5), MarkerShape.Circle),
        new(Rgb.FromHex(0xF687B3), MarkerShape.Square),
        new(Rgb.FromHex(0x8FB4FF), MarkerShape.Triangle),
        new(Rgb.FromHex(0xB8E07A), MarkerShape.Diamond),
        new(Rgb.FromHex(0xC9A2FF), MarkerShape.Ring),
        new(Rgb.FromHex(0xE8E6E1), MarkerShape.Cross),
    ];

    private readonly Dictionary<int, int> _slots = [];

    /// <summary>The number of tracks that can have a marker.</summary>
    internal static int Capacity => s_markers.Length;

    /// <summary>Makes <paramref name="tracks"/>, at most <see cref="Capacity"/>, the tracks that have a marker.</summary>
    internal void Assign(IEnumerable<int> tracks)
    {
        var wanted = tracks.Take(Capacity).ToList();
        foreach (int gone in _slots.Keys.Except(wanted).ToList())
        {
            _slots.Remove(gone);
        }

        foreach (int track in wanted.Where(track => !_slots.ContainsKey(track)).OrderByDescending(track => preferred?.ContainsKey(track) ?? false))
        {
            int slot = preferred is not null && preferred.TryGetValue(track, out int own) && own < Capacity && !_slots.ContainsValue(own) ? own : 0;
            while (_slots.ContainsValue(slot))
            {
                slot++;
            }

            _slots[track] = slot;
        }
    }

    /// <summary>The number of tracks that have a marker.</summary>
    internal int Count => _slots.Count;

    /// <summary>The marker of <paramref name="track"/>; null when it is not in the strip.</summary>
    internal TrackMarker? this[int track] => _slots.TryGetValue(track, out int slot) ? s_markers[slot] : null;
}
