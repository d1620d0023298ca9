using PixelShap.Video.Time;

namespace PixelShap.Video.Media.Nut;

/// <summary>Parses the bodies of the main, stream and syncpoint packets.</summary>
internal sealed class NutHeaders
{
    private const int MostTimeBases = 64;
    private readonly NutFrameCode[] _codes = new NutFrameCode[256];
    private readonly List<byte[]> _elisionHeaders = [[]];
    private Rational[] _timeBases = [];
    private int _ptsShift;

    /// <summary>The video stream; null before its header was read.</summary>
    public NutVideoStream? Stream { get; private set; }

    /// <summary>The meaning of a frame code.</summary>
    public NutFrameCode Code(byte code) => _codes[code];

    /// <summary>The bytes that were left out at the start of a frame.</summary>
    public ReadOnlyMemory<byte> ElisionHeader(int index) => index < _elisionHeaders.Count
        ? _elisionHeaders[index]
        : throw new NutFormatException($"The NUT stream refers to elision header {index}, which it does not define.");

    public void ReadMain(ReadOnlySpan<byte> body)
    {
        var cursor = new NutCursor(body);
        int version = cursor.Integer();
        if (version is < 2 or > 4)
        {
            throw new NutFormatException($"Version {version} of NUT is not known.");
        }

        if (version > 3)
        {
            cursor.Unsigned();
        }

        if (cursor.Integer() != 1)
        {
            throw new NutFormatException("The NUT stream has more than one stream.");
        }

        cursor.Unsigned(); // max_distance
        _timeBases = new Rational[cursor.Integer(MostTimeBases)];
        for (int i = 0; i < _timeBases.Length; i++)
        {
            long numerator = cursor.Integer(), denominator = cursor.Integer();
            _timeBases[i] = numerator > 0 && denominator > 0
                ? new Rational(numerator, denominator)
                : throw new NutFormatException("A time base of the NUT stream is not positive.");
        }

        ReadCodes(ref cursor);
        for (int headers = cursor.Integer(128); headers > 0; headers--)
        {
            _elisionHeaders.Add(cursor.String().ToArray());
        }

        Complete(cursor);
    }

    public void ReadStream(ReadOnlySpan<byte> body)
    {
        var cursor = new NutCursor(body);
        int id = cursor.Integer(), streamClass = cursor.Integer();
        if (id != 0 || streamClass != 0)
        {
            throw new NutFormatException("The NUT stream is not a video stream.");
        }

        if (_timeBases.Length == 0)
        {
            throw new NutFormatException("The NUT stream describes its video before itself.");
        }

        uint fourCc = 0;
        ReadOnlySpan<byte> name = cursor.String();
        for (int i = 0; i < name.Length && i < 4; i++)
        {
            fourCc |= (uint)name[i] << (8 * i);
        }

        int timeBase = cursor.Integer(_timeBases.Length - 1);
        _ptsShift = cursor.Integer(16);
        cursor.Unsigned(); // max_pts_distance
        cursor.Unsigned(); // decode_delay
        cursor.Unsigned(); // stream_flags
        cursor.String(); // codec_specific_data
        int width = cursor.Integer(ushort.MaxValue), height = cursor.Integer(ushort.MaxValue);
        Complete(cursor);
        Stream = new NutVideoStream(width, height, _timeBases[timeBase], fourCc);
    }

    /// <returns>The PTS that the next frames' PTS are relative to.</returns>
    public long ReadSyncPoint(ReadOnlySpan<byte> body)
    {
        var cursor = new NutCursor(body);
        ulong time = cursor.Unsigned();
        Complete(cursor);
        ulong count = (ulong)_timeBases.Length;
        return NutTime.Convert((long)(time / count), _timeBases[time % count], Stream!.TimeBase);
    }

    /// <summary>Turns a coded PTS into the PTS: small values are the low bits of a number near <paramref name="last"/>.</summary>
    public long Pts(long coded, long last)
    {
        long limit = 1L << _ptsShift;
        if (coded >= limit)
        {
            return coded - limit;
        }

        long mask = limit - 1, low = last - (mask / 2);
        return ((coded - low) & mask) + low;
    }

    /// <summary>The table of frame codes is run-length coded: each entry changes some fields and covers a number of codes.</summary>
    private void ReadCodes(ref NutCursor cursor)
    {
        long pts = 0;
        int multiplier = 1, stream = 0, header = 0;
        for (int code = 0; code < 256;)
        {
            var flags = (NutFrameFlags)cursor.Integer();
            int fields = cursor.Integer(64);
            pts = fields > 0 ? cursor.Signed() : pts;
            multiplier = fields > 1 ? cursor.Integer(1 << 16) : multiplier;
            stream = fields > 2 ? cursor.Integer(255) : stream;
            int size = fields > 3 ? cursor.Integer(1 << 16) : 0;
            int reserved = fields > 4 ? cursor.Integer(255) : 0;
            int count = fields > 5 ? cursor.Integer(256) : multiplier - size;
            if (fields > 6)
            {
                cursor.Signed(); // match_time_delta
            }

            header = fields > 7 ? cursor.Integer(127) : header;
            for (int extra = 8; extra < fields; extra++)
            {
                cursor.Unsigned();
            }

            if (count <= 0 || cursor.Ended)
            {
                throw new NutFormatException("The frame code table of the NUT stream is broken.");
            }

            for (int done = 0; done < count && code < 256; code++)
            {
                bool startCode = code == NutFormat.StartCodeByte;
                _codes[code] = startCode
                    ? new NutFrameCode(NutFrameFlags.Invalid, 0, 1, 0, 0, 0, 0)
                    : new NutFrameCode(flags, stream, multiplier, size + done, pts, reserved, header);
                done += startCode ? 0 : 1;
            }
        }
    }

    private static void Complete(in NutCursor cursor)
    {
        if (cursor.Ended)
        {
            throw new NutFormatException("A header of the NUT stream is too short.");
        }
    }
}
