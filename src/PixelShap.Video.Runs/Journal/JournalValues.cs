using System.Buffers;
using MessagePack;
using PixelShap.Video.Time;

namespace PixelShap.Video.Runs.Journal;

/// <summary>The kinds of records, as the journal numbers them.</summary>
internal enum RecordKind
{
    Header = 1,
    Epoch = 2,
    Frame = 3,
    Answer = 4,
    Keyframe = 5,
    End = 6,
    Check = 7,
    SkippedKeyframe = 8,
    Usage = 9,
}

/// <summary>Values that several kinds of records hold.</summary>
internal static class JournalValues
{
    private const int DeepestNesting = 64;

    public static void Write(ref this MessagePackWriter writer, IReadOnlyList<double> numbers)
    {
        writer.WriteArrayHeader(numbers.Count);
        foreach (double number in numbers)
        {
            writer.Write(number);
        }
    }

    public static double[] ReadNumbers(ref this MessagePackReader reader)
    {
        var numbers = new double[reader.ReadArrayHeader()];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = reader.ReadDouble();
        }

        return numbers;
    }

    /// <summary>Starts a record: an array whose first item is its kind.</summary>
    public static void Start(ref this MessagePackWriter writer, RecordKind kind, int fields)
    {
        writer.WriteArrayHeader(fields + 1);
        writer.Write((int)kind);
    }

    public static void Write(ref this MessagePackWriter writer, DateTimeOffset time)
    {
        writer.WriteArrayHeader(2);
        writer.Write(time.UtcTicks);
        writer.Write((int)time.Offset.TotalMinutes);
    }

    public static DateTimeOffset ReadTime(ref this MessagePackReader reader)
    {
        _ = reader.ReadArrayHeader();
        long ticks = reader.ReadInt64();
        int minutes = reader.ReadInt32();
        try
        {
            return new DateTimeOffset(ticks, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(minutes));
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"{ticks} ticks at {minutes} minutes is no time.", exception);
        }
    }

    public static void Write(ref this MessagePackWriter writer, MediaTime time)
    {
        writer.WriteArrayHeader(3);
        writer.Write(time.Ticks);
        writer.Write(time.TimeBase.Numerator);
        writer.Write(time.TimeBase.Denominator);
    }

    public static MediaTime ReadMediaTime(ref this MessagePackReader reader)
    {
        _ = reader.ReadArrayHeader();
        long ticks = reader.ReadInt64(), numerator = reader.ReadInt64(), denominator = reader.ReadInt64();
        return denominator > 0 && numerator > 0
            ? new MediaTime(ticks, new Rational(numerator, denominator))
            : throw new InvalidDataException($"{numerator}/{denominator} is no time base.");
    }

    /// <summary>Bytes, which lie in the record's own memory.</summary>
    public static ReadOnlySpan<byte> Bytes(ref this MessagePackReader reader)
    {
        ReadOnlySequence<byte> bytes = reader.ReadBytes() ?? throw new InvalidDataException("Bytes are missing.");
        return bytes.FirstSpan;
    }

    public static string Text(ref this MessagePackReader reader) => reader.ReadString() ?? throw new InvalidDataException("A text is missing.");

    public static void Write(ref this MessagePackWriter writer, IReadOnlyList<string> texts)
    {
        writer.WriteArrayHeader(texts.Count);
        foreach (string text in texts)
        {
            writer.Write(text);
        }
    }

    public static string[] ReadTexts(ref this MessagePackReader reader)
    {
        var texts = new string[reader.ReadArrayHeader()];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = reader.Text();
        }

        return texts;
    }

    /// <summary>Passes over one object. The package's own <c>Skip</c> follows nested arrays and maps to any depth.</summary>
    /// <exception cref="InvalidDataException">Objects nest deeper than <see cref="DeepestNesting"/> levels.</exception>
    public static void SkipObject(ref this MessagePackReader reader, int depth = 0)
    {
        if (depth > DeepestNesting)
        {
            throw new InvalidDataException($"The objects nest deeper than {DeepestNesting} levels.");
        }

        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Array:
                reader.SkipObjects(reader.ReadArrayHeader(), depth + 1);
                break;
            case MessagePackType.Map:
                reader.SkipObjects(2L * reader.ReadMapHeader(), depth + 1);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private static void SkipObjects(ref this MessagePackReader reader, long count, int depth)
    {
        for (; count > 0; count--)
        {
            reader.SkipObject(depth);
        }
    }
}
