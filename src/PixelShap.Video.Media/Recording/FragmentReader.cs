using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace PixelShap.Video.Media.Recording;

/// <summary>
/// Takes a fragmented MP4 apart as it comes: ISO/IEC 14496-12, the boxes <c>moov</c> and <c>moof</c>, as far as a recorder needs them. What is not whole at the end is left out.
/// </summary>
internal static class FragmentReader
{
    private const int BoxHeader = 8;

    /// <summary>No fragment is this long: half an hour at 1 Mbit/s.</summary>
    private const uint MostBytes = 256 << 20;

    /// <summary>Reads fragment after fragment until the stream ends.</summary>
    /// <param name="stream">Where they come from.</param>
    /// <param name="time">Says when each was whole.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">This is no fragmented MP4.</exception>
    public static async IAsyncEnumerable<Fragment> ReadAsync(Stream stream, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        byte[] type = [], moof = [];
        FragmentHeader? header = null;
        var start = new byte[BoxHeader];
        while (await stream.ReadAtLeastAsync(start, BoxHeader, throwOnEndOfStream: false, cancellationToken) == BoxHeader)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(start), name = BinaryPrimitives.ReadUInt32BigEndian(start.AsSpan(4));
            if (size is < BoxHeader or > MostBytes)
            {
                throw new InvalidDataException($"a box of {size} bytes");
            }

            var box = new byte[size];
            start.CopyTo(box, 0);
            if (await stream.ReadAtLeastAsync(box.AsMemory(BoxHeader), (int)size - BoxHeader, throwOnEndOfStream: false, cancellationToken) < (int)size - BoxHeader)
            {
                yield break;
            }

            switch (name)
            {
                case Box.Type:
                    type = box;
                    break;
                case Box.Movie:
                    header = new FragmentHeader([.. type, .. box], Sound(() => Tracks(box)));
                    break;
                case Box.Fragment:
                    moof = box;
                    break;
                case Box.Media when header is not null && moof.Length > 0:
                    FragmentHeader head = header;
                    byte[] index = moof;
                    yield return Sound(() => Read(head, index, box, time.GetUtcNow()));
                    moof = [];
                    break;
                default:
                    // An index at the end, or free space.
                    break;
            }
        }
    }

    /// <summary>What a damaged file leaves out, or puts where nothing is, is all the same: it is no fragmented MP4.</summary>
    private static T Sound<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or ArgumentException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("a box without what must stand in it", exception);
        }
    }

    private static Dictionary<uint, FragmentTrack> Tracks(byte[] movie)
    {
        Dictionary<uint, FragmentTrack> tracks = [];
        foreach (Box track in Box.Within(movie, BoxHeader, movie.Length).Where(box => box.Name == Box.Track))
        {
            Box[] parts = [.. Box.Within(movie, track.Content, track.End)];
            Box head = parts.First(box => box.Name == Box.TrackHead), media = parts.First(box => box.Name == Box.TrackMedia);
            Box[] inner = [.. Box.Within(movie, media.Content, media.End)];
            Box times = inner.First(box => box.Name == Box.MediaHead), handler = inner.First(box => box.Name == Box.Handler);

            // Version and flags, then two times of 32 or 64 bits, then what is looked for.
            uint id = Number(movie, head.Content + (movie[head.Content] == 1 ? 20 : 12)), scale = Number(movie, times.Content + (movie[times.Content] == 1 ? 20 : 12));
            tracks[id] = new FragmentTrack(Math.Max(1, scale), Number(movie, handler.Content + 8) == Box.Video);
        }

        return tracks;
    }

    private static Fragment Read(FragmentHeader header, byte[] moof, byte[] mdat, DateTimeOffset arrived)
    {
        List<FragmentTime> times = [];
        double start = 0, seconds = 0;
        int packets = 0;
        foreach (Box part in Box.Within(moof, BoxHeader, moof.Length).Where(box => box.Name == Box.TrackFragment))
        {
            Box[] inner = [.. Box.Within(moof, part.Content, part.End)];
            Box head = inner.First(box => box.Name == Box.TrackFragmentHead);
            uint flags = Number(moof, head.Content) & 0xFFFFFF;
            FragmentTrack track = header.Tracks[Number(moof, head.Content + 4)];

            // Base offset, description and duration stand there only where their flag is set.
            int at = head.Content + 8 + ((flags & 1) != 0 ? 8 : 0) + ((flags & 2) != 0 ? 4 : 0);
            uint usual = (flags & 8) != 0 ? Number(moof, at) : 0;
            Box begin = inner.First(box => box.Name == Box.TrackFragmentTime);
            bool isLong = moof[begin.Content] == 1;
            ulong ticks = isLong ? BinaryPrimitives.ReadUInt64BigEndian(moof.AsSpan(begin.Content + 4)) : Number(moof, begin.Content + 4);
            times.Add(new FragmentTime(begin.Content + 4, isLong, ticks, track.TimeScale));
            if (!track.IsVideo)
            {
                continue;
            }

            ulong length = 0;
            foreach (Box run in inner.Where(box => box.Name == Box.Run))
            {
                (int count, ulong duration) = Samples(moof, run, usual);
                packets += count;
                length += duration;
            }

            (start, seconds) = ((double)ticks / track.TimeScale, (double)length / track.TimeScale);
        }

        return new Fragment(header, [.. moof, .. mdat], times, start, seconds, packets, arrived);
    }

    private static (int Count, ulong Duration) Samples(byte[] moof, Box run, uint usual)
    {
        uint flags = Number(moof, run.Content) & 0xFFFFFF, count = Number(moof, run.Content + 4);
        int at = run.Content + 8 + ((flags & 1) != 0 ? 4 : 0) + ((flags & 4) != 0 ? 4 : 0);

        // Each sample has its duration, size, flags and offset, those whose flag is set.
        bool hasDuration = (flags & 0x100) != 0;
        int step = (hasDuration ? 4 : 0) + ((flags & 0x200) != 0 ? 4 : 0) + ((flags & 0x400) != 0 ? 4 : 0) + ((flags & 0x800) != 0 ? 4 : 0);
        ulong duration = hasDuration ? 0 : (ulong)usual * count;
        for (uint sample = 0; hasDuration && sample < count; sample++)
        {
            duration += Number(moof, at + ((int)sample * step));
        }

        return ((int)count, duration);
    }

    private static uint Number(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));

    /// <summary>A box within another.</summary>
    private readonly record struct Box(uint Name, int Content, int End)
    {
        public const uint Type = 0x66747970, Movie = 0x6D6F6F76, Fragment = 0x6D6F6F66, Media = 0x6D646174, Track = 0x7472616B, TrackHead = 0x746B6864, TrackMedia = 0x6D646961,
            MediaHead = 0x6D646864, Handler = 0x68646C72, Video = 0x76696465, TrackFragment = 0x74726166, TrackFragmentHead = 0x74666864, TrackFragmentTime = 0x74666474, Run = 0x7472756E;

        public static IEnumerable<Box> Within(byte[] bytes, int from, int to)
        {
            while (from + BoxHeader <= to)
            {
                uint size = Number(bytes, from);
                if (size < BoxHeader || size > to - from)
                {
                    throw new InvalidDataException($"a box of {size} bytes within one of {to - from}");
                }

                yield return new Box(Number(bytes, from + 4), from + BoxHeader, from + (int)size);
                from += (int)size;
            }
        }
    }
}
