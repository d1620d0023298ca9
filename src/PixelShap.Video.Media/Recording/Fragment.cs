using System.Buffers.Binary;

namespace PixelShap.Video.Media.Recording;

/// <summary>The beginning of a fragmented MP4: what a player needs before any fragment.</summary>
/// <param name="Bytes">The boxes <c>ftyp</c> and <c>moov</c>.</param>
/// <param name="Tracks">The tracks by their numbers.</param>
internal sealed record FragmentHeader(byte[] Bytes, IReadOnlyDictionary<uint, FragmentTrack> Tracks);

/// <summary>A track.</summary>
/// <param name="TimeScale">Ticks in a second.</param>
/// <param name="IsVideo">Whether it holds pictures.</param>
internal readonly record struct FragmentTrack(uint TimeScale, bool IsVideo);

/// <summary>Where a fragment says when a track of it begins.</summary>
/// <param name="Offset">Of the number in the bytes of the fragment.</param>
/// <param name="IsLong">Whether it has 64 bits.</param>
/// <param name="Ticks">The number.</param>
/// <param name="TimeScale">Ticks in a second.</param>
internal readonly record struct FragmentTime(int Offset, bool IsLong, ulong Ticks, uint TimeScale);

/// <summary>One fragment: a keyframe and all packets up to the next one.</summary>
/// <param name="Header">What it belongs to.</param>
/// <param name="Bytes">The boxes <c>moof</c> and <c>mdat</c>.</param>
/// <param name="Times">Where its tracks begin.</param>
/// <param name="StartSeconds">When its pictures begin, on the clock of its connection.</param>
/// <param name="Seconds">How long they take.</param>
/// <param name="Packets">How many pictures it holds.</param>
/// <param name="Arrived">The wall-clock time at which it was whole.</param>
internal sealed record Fragment(
    FragmentHeader Header, byte[] Bytes, IReadOnlyList<FragmentTime> Times, double StartSeconds, double Seconds, int Packets, DateTimeOffset Arrived)
{
    /// <summary>The wall-clock time at which it began.</summary>
    public DateTimeOffset From => Arrived - TimeSpan.FromSeconds(Seconds);

    /// <summary>The same fragment in a file that begins at <paramref name="originSeconds"/> on the clock of its connection.</summary>
    public byte[] Since(double originSeconds)
    {
        byte[] moved = [.. Bytes];
        foreach (FragmentTime time in Times)
        {
            ulong origin = (ulong)Math.Round(originSeconds * time.TimeScale), ticks = time.Ticks > origin ? time.Ticks - origin : 0;
            if (time.IsLong)
            {
                BinaryPrimitives.WriteUInt64BigEndian(moved.AsSpan(time.Offset), ticks);
            }
            else
            {
                BinaryPrimitives.WriteUInt32BigEndian(moved.AsSpan(time.Offset), (uint)ticks);
            }
        }

        return moved;
    }
}
