using System.Buffers;
using MessagePack;
using PixelShap.Video.Frames;
using PixelShap.Video.Language;

namespace PixelShap.Video.Runs.Journal;

/// <summary>Turns journal records into MessagePack and back: an array whose first item is the kind of record.</summary>
internal static class JournalCodec
{
    private const int HeaderFields = 8, UsageFields = 11;
    private const int AnswerFields = 6, AnswerFieldsBeforeReasoning = 4;

    public static void Write(IBufferWriter<byte> buffer, JournalRecord record)
    {
        var writer = new MessagePackWriter(buffer);
        switch (record)
        {
            case JournalHeader header:
                writer.Start(RecordKind.Header, HeaderFields);
                writer.Write(header.Schema);
                writer.Write(header.CreatedAt);
                writer.Write(header.Input);
                writer.Write(header.InputHash);
                writer.Write(header.ConfigurationHash);
                writer.Write(header.Width);
                writer.Write(header.Height);
                writer.Write(header.Prompts);
                break;
            case JournalEpoch { Epoch: Epoch epoch }:
                writer.Start(RecordKind.Epoch, 3);
                writer.Write(epoch.Number);
                writer.Write(epoch.StartedAt);
                writer.Write(epoch.Reason);
                break;
            case JournalFrame frame:
                FrameCodec.Write(ref writer, frame);
                break;
            case JournalAnswer answer:
                // An answer that was given without reasoning and whole has the bytes that it had before.
                bool isPlain = answer.Reasoning.Length == 0 && !answer.IsCut;
                writer.Start(RecordKind.Answer, isPlain ? AnswerFieldsBeforeReasoning : AnswerFields);
                writer.Write(answer.Key);
                writer.Write(answer.Text);
                writer.Write((int)answer.Kind);
                writer.Write(answer.Why);
                if (!isPlain)
                {
                    writer.Write(answer.Reasoning);
                    writer.Write(answer.IsCut);
                }

                break;
            case JournalKeyframe keyframe:
                KeyframeCodec.Write(ref writer, keyframe);
                break;
            case JournalSkippedKeyframe skipped:
                KeyframeCodec.Write(ref writer, skipped);
                break;
            case JournalEnd end:
                writer.Start(RecordKind.End, 2);
                writer.Write(end.Frames);
                writer.Write(end.Dropped);
                break;
            case JournalCheck check:
                writer.Start(RecordKind.Check, 2);
                writer.Write(check.Frame);
                writer.Write(check.Answer);
                break;
            case JournalUsage { Usage: ModelUsage usage } spent:
                writer.Start(RecordKind.Usage, UsageFields);
                writer.Write(spent.Process);
                writer.Write(usage.Requests);
                writer.Write(usage.Retries);
                writer.Write(usage.Answers);
                writer.Write(usage.CacheHits);
                writer.Write(usage.Unanswered);
                writer.Write(usage.CutOff);
                writer.Write(usage.InputTokens);
                writer.Write(usage.OutputTokens);
                writer.Write(usage.Cost);
                writer.Write(usage.Currency);
                break;
            default:
                throw new ArgumentException($"{record.GetType().Name} has no place in a journal.", nameof(record));
        }

        writer.Flush();
    }

    /// <param name="bytes">What <see cref="Write"/> wrote.</param>
    /// <param name="withMasks">Whether masks are decoded; otherwise detections have none.</param>
    /// <exception cref="InvalidDataException">The bytes are no record of a known kind.</exception>
    public static JournalRecord Read(ReadOnlyMemory<byte> bytes, bool withMasks = true)
    {
        var reader = new MessagePackReader(bytes);
        try
        {
            JournalRecord record = Read(ref reader, withMasks);
            while (!reader.End)
            {
                // Fields that a later version added.
                reader.SkipObject();
            }

            return record;
        }
        catch (EndOfStreamException exception)
        {
            throw new InvalidDataException($"A record of {bytes.Length} bytes ends too early.", exception);
        }
        catch (Exception exception) when (exception is MessagePackSerializationException or OverflowException or ArgumentOutOfRangeException)
        {
            // The last is what the package says of lengths beyond 2^31.
            throw new InvalidDataException($"A record holds something unexpected before its byte {reader.Consumed + 1}.", exception);
        }
    }

    private static JournalRecord Read(ref MessagePackReader reader, bool withMasks)
    {
        int fields = reader.ReadArrayHeader() - 1;
        var kind = (RecordKind)reader.ReadInt32();
        return kind switch
        {
            RecordKind.Header => ReadHeader(ref reader, fields),
            RecordKind.Epoch => new JournalEpoch(new Epoch(reader.ReadInt32(), reader.ReadTime(), reader.Text())),
            RecordKind.Frame => FrameCodec.Read(ref reader, fields, withMasks),
            RecordKind.Answer => ReadAnswer(ref reader, fields),
            RecordKind.Keyframe => KeyframeCodec.Read(ref reader, fields),
            RecordKind.SkippedKeyframe => KeyframeCodec.ReadSkipped(ref reader, fields),
            RecordKind.End => new JournalEnd(reader.ReadInt64(), reader.ReadInt64()),
            RecordKind.Check => new JournalCheck(reader.ReadInt64(), reader.Text()),
            RecordKind.Usage => ReadUsage(ref reader),
            _ => throw new InvalidDataException($"{kind} is no kind of journal record."),
        };
    }

    /// <summary>Kind and reason were added after the first version, then reasoning and cut.</summary>
    private static JournalAnswer ReadAnswer(ref MessagePackReader reader, int fields)
    {
        var answer = fields < 4
            ? new JournalAnswer(reader.Text(), reader.Text())
            : new JournalAnswer(reader.Text(), reader.Text(), (AnswerKind)reader.ReadInt32(), reader.Text());
        return fields < AnswerFields ? answer : answer with { Reasoning = reader.Text(), IsCut = reader.ReadBoolean() };
    }

    private static JournalUsage ReadUsage(ref MessagePackReader reader) => new(reader.ReadInt32(), new ModelUsage
    {
        Requests = reader.ReadInt64(),
        Retries = reader.ReadInt64(),
        Answers = reader.ReadInt64(),
        CacheHits = reader.ReadInt64(),
        Unanswered = reader.ReadInt64(),
        CutOff = reader.ReadInt64(),
        InputTokens = reader.ReadInt64(),
        OutputTokens = reader.ReadInt64(),
        Cost = reader.ReadDouble(),
        Currency = reader.Text(),
        LatencyP50 = double.NaN,
        LatencyP90 = double.NaN,
        LatencyP99 = double.NaN,
    });

    private static JournalHeader ReadHeader(ref MessagePackReader reader, int fields)
    {
        var header = new JournalHeader(
            reader.ReadInt32(), reader.ReadTime(), reader.Text(), reader.Text(), reader.Text(), reader.ReadInt32(), reader.ReadInt32());
        return fields < HeaderFields ? header : header with { Prompts = reader.ReadTexts() };
    }
}
