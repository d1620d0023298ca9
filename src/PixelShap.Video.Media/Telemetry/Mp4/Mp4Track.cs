using System.Buffers.Binary;
using System.Text;

namespace PixelShap.Video.Media.Telemetry.Mp4;

/// <summary>A piece of a track: where it lies in the file, and when it is shown on the clock of the clip.</summary>
internal readonly record struct Mp4Sample(long Offset, int Size, double Seconds, double DurationSeconds);

/// <summary>A track and its table of samples (ISO/IEC 14496-12, section 8). Of an edit list the empty lead and the first cut count, which is what cameras write.</summary>
internal sealed class Mp4Track
{
    private const int MostSamples = 4_000_000;
    private readonly Mp4Tree _tree;
    private readonly byte[] _times, _chunks, _sizes, _offsets;
    private readonly bool _hasWideOffsets;

    private Mp4Track(Mp4Tree tree, Mp4Box trak)
    {
        _tree = tree;
        byte[] handler = ReadFrom(trak, "mdia", "hdlr");
        Handler = handler.Length >= 12 ? Encoding.Latin1.GetString(handler, 8, 4) : "";
        (uint scale, _) = Mp4Tree.Clock(ReadFrom(trak, "mdia", "mdhd"));
        TimeScale = scale;
        Mp4Box? table = tree.Find(trak, "mdia", "minf", "stbl");
        Format = table is { } stbl && Mp4Tree.Find(tree.Children(stbl), "stsd") is { Length: >= 16 } entry ? Encoding.Latin1.GetString(tree.Read(entry.Body + 12, 4)) : "";
        (_times, _chunks, _sizes) = (Table("stts"), Table("stsc"), Table("stsz"));
        _offsets = Table("co64");
        _hasWideOffsets = _offsets.Length > 0;
        _offsets = _hasWideOffsets ? _offsets : Table("stco");
        ShiftSeconds = Shift(ReadFrom(trak, "edts", "elst"));

        byte[] Table(string type) => table is { } box && Mp4Tree.Find(tree.Children(box), type) is { } found ? tree.Read(found) : [];
    }

    /// <summary>What the track holds: <c>vide</c>, <c>meta</c>, <c>text</c> …</summary>
    public string Handler { get; }

    /// <summary>The form of its samples: <c>avc1</c>, <c>gpmd</c>, <c>camm</c> …</summary>
    public string Format { get; }

    /// <summary>Ticks a second; 0 where the track does not say, and then all its times are 0.</summary>
    public uint TimeScale { get; }

    private double ShiftSeconds { get; }

    public static Mp4Track Of(Mp4Tree tree, Mp4Box trak) => new(tree, trak);

    /// <summary>The samples in order of the file's table.</summary>
    public IEnumerable<Mp4Sample> Samples()
    {
        int chunkCount = Count(_offsets, 4, _hasWideOffsets ? 8 : 4), runs = Count(_chunks, 4, 12), timeRuns = Count(_times, 4, 8);
        uint constant = _sizes.Length >= 12 ? Number(_sizes, 4) : 0;
        long samples = _sizes.Length < 12 ? 0 : constant > 0 ? Number(_sizes, 8) : Count(_sizes, 8, 4);
        int timeRun = 0, run = 0;
        long index = 0, ticks = 0, leftInRun = timeRuns > 0 ? Number(_times, 8) : 0;
        for (int chunk = 0; chunk < chunkCount; chunk++)
        {
            long offset = _hasWideOffsets ? (long)BinaryPrimitives.ReadUInt64BigEndian(_offsets.AsSpan(8 + (8 * chunk))) : Number(_offsets, 8 + (4 * chunk));
            while (run + 1 < runs && Number(_chunks, 8 + (12 * (run + 1))) <= chunk + 1)
            {
                run++;
            }

            long inChunk = runs == 0 ? 1 : Number(_chunks, 8 + (12 * run) + 4);
            for (long i = 0; i < inChunk && index < Math.Min(samples, MostSamples); i++, index++)
            {
                while (leftInRun == 0 && timeRun + 1 < timeRuns)
                {
                    leftInRun = Number(_times, 8 + (8 * ++timeRun));
                }

                uint step = timeRuns > 0 && leftInRun > 0 ? Number(_times, 8 + (8 * timeRun) + 4) : 0;
                long size = constant > 0 ? constant : Number(_sizes, 12 + (4 * (int)index));
                if (offset < 0 || offset >= _tree.Length)
                {
                    break;
                }

                yield return new Mp4Sample(offset, (int)Math.Min(size, int.MaxValue), Seconds(ticks) + ShiftSeconds, Seconds(step));
                (offset, ticks) = (offset + size, ticks + step);
                leftInRun = Math.Max(0, leftInRun - 1);
            }
        }
    }

    private static int Count(byte[] table, int at, int width) => table.Length < at + 4 ? 0 : (int)Math.Min(Number(table, at), (table.Length - at - 4) / width);

    private static uint Number(byte[] table, int at) => BinaryPrimitives.ReadUInt32BigEndian(table.AsSpan(at));

    private double Seconds(long ticks) => TimeScale == 0 ? 0 : (double)ticks / TimeScale;

    private double Shift(byte[] list)
    {
        int width = list is [1, ..] ? 20 : 12;
        double empty = 0;
        for (int i = 0; i < Count(list, 4, width); i++)
        {
            ReadOnlySpan<byte> edit = list.AsSpan(8 + (i * width));
            double duration = width == 20 ? BinaryPrimitives.ReadUInt64BigEndian(edit) : BinaryPrimitives.ReadUInt32BigEndian(edit);
            long start = width == 20 ? BinaryPrimitives.ReadInt64BigEndian(edit[8..]) : BinaryPrimitives.ReadInt32BigEndian(edit[4..]);
            if (start >= 0)
            {
                return empty - Seconds(start);
            }

            empty += _tree.TimeScale == 0 ? 0 : duration / _tree.TimeScale;
        }

        return empty;
    }

    private byte[] ReadFrom(Mp4Box trak, params string[] path) => _tree.Find(trak, path) is { } box ? _tree.Read(box) : [];
}
