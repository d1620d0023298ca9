using System.Buffers;
using PixelShap.Faithfulness;
using PixelShap.Masking;
using PixelShap.Video.Frames;
using PixelShap.Video.Language;
using PixelShap.Video.MessagePack;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Time;

namespace PixelShap.Video.Journal;

/// <summary>Turns journal records into MessagePack and back: an array whose first item is the kind of record.</summary>
internal static class JournalCodec
{
    private const int FrameFields = 9;

    private enum Kind
    {
        Header = 1,
        Epoch = 2,
        Frame = 3,
        Answer = 4,
        Keyframe = 5,
        End = 6,
        Check = 7,
        SkippedKeyframe = 8,
    }

    public static void Write(IBufferWriter<byte> buffer, JournalRecord record)
    {
        var writer = new MessagePackWriter(buffer);
        switch (record)
        {
            case JournalHeader header:
                Start(writer, Kind.Header, 7);
                writer.Write(header.Schema);
                Write(writer, header.CreatedAt);
                writer.Write(header.Input);
                writer.Write(header.InputHash);
                writer.Write(header.ConfigurationHash);
                writer.Write(header.Width);
                writer.Write(header.Height);
                break;
            case JournalEpoch { Epoch: Epoch epoch }:
                Start(writer, Kind.Epoch, 3);
                writer.Write(epoch.Number);
                Write(writer, epoch.StartedAt);
                writer.Write(epoch.Reason);
                break;
            case JournalFrame frame:
                WriteFrame(writer, frame);
                break;
            case JournalAnswer answer:
                Start(writer, Kind.Answer, 4);
                writer.Write(answer.Key);
                writer.Write(answer.Text);
                writer.Write((int)answer.Kind);
                writer.Write(answer.Why);
                break;
            case JournalKeyframe keyframe:
                WriteKeyframe(writer, keyframe);
                break;
            case JournalSkippedKeyframe skipped:
                Start(writer, Kind.SkippedKeyframe, 9);
                writer.Write(skipped.Frame);
                writer.Write(skipped.Epoch);
                Write(writer, skipped.Pts);
                writer.Write(skipped.Seconds);
                writer.Write(skipped.Reason);
                writer.Write(skipped.Prompt);
                writer.Write(skipped.Model);
                writer.Write((int)skipped.Kind);
                writer.Write(skipped.Why);
                break;
            case JournalEnd end:
                Start(writer, Kind.End, 2);
                writer.Write(end.Frames);
                writer.Write(end.Dropped);
                break;
            case JournalCheck check:
                Start(writer, Kind.Check, 2);
                writer.Write(check.Frame);
                writer.Write(check.Answer);
                break;
            default:
                throw new ArgumentException($"{record.GetType().Name} has no place in a journal.", nameof(record));
        }
    }

    /// <exception cref="InvalidDataException">The bytes are no record of a known kind.</exception>
    public static JournalRecord Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        int fields = reader.ReadArrayHeader() - 1;
        var kind = (Kind)reader.ReadInt32();
        return kind switch
        {
            Kind.Header => new JournalHeader(
                reader.ReadInt32(), ReadTime(ref reader), Text(ref reader), Text(ref reader), Text(ref reader), reader.ReadInt32(), reader.ReadInt32()),
            Kind.Epoch => new JournalEpoch(new Epoch(reader.ReadInt32(), ReadTime(ref reader), Text(ref reader))),
            Kind.Frame => ReadFrame(ref reader, fields),
            Kind.Answer => fields < 4
                ? new JournalAnswer(Text(ref reader), Text(ref reader))
                : new JournalAnswer(Text(ref reader), Text(ref reader), (AnswerKind)reader.ReadInt32(), Text(ref reader)),
            Kind.Keyframe => ReadKeyframe(ref reader),
            Kind.SkippedKeyframe => new JournalSkippedKeyframe(
                reader.ReadInt64(),
                reader.ReadInt32(),
                ReadMediaTime(ref reader),
                reader.ReadDouble(),
                Text(ref reader),
                Text(ref reader),
                Text(ref reader),
                (AnswerKind)reader.ReadInt32(),
                Text(ref reader)),
            Kind.End => new JournalEnd(reader.ReadInt64(), reader.ReadInt64()),
            Kind.Check => new JournalCheck(reader.ReadInt64(), Text(ref reader)),
            _ => throw new InvalidDataException($"{kind} is no kind of journal record."),
        };
    }

    private static void WriteFrame(MessagePackWriter writer, JournalFrame frame)
    {
        Start(writer, Kind.Frame, FrameFields);
        writer.Write(frame.Index);
        writer.Write(frame.Epoch);
        Write(writer, frame.Pts);
        writer.Write(frame.Seconds);
        writer.Write(frame.Width);
        writer.Write(frame.Height);
        writer.WriteArrayHeader(frame.Detections.Count);
        foreach (Detection detection in frame.Detections)
        {
            writer.WriteArrayHeader(12);
            writer.Write(detection.ClassId);
            writer.Write(detection.ClassName);
            writer.Write(detection.Score);
            writer.Write(detection.Box.Left);
            writer.Write(detection.Box.Top);
            writer.Write(detection.Box.Right);
            writer.Write(detection.Box.Bottom);
            PixelBox box = detection.Mask?.Box ?? default;
            writer.Write(box.X);
            writer.Write(box.Y);
            writer.Write(box.Width);
            writer.Write(box.Height);
            if (detection.Mask is null)
            {
                writer.WriteNil();
            }
            else
            {
                writer.Write(MaskRunLength.Encode(detection.Mask).AsSpan());
            }
        }

        writer.WriteArrayHeader(frame.Objects.Count);
        foreach (JournalObject item in frame.Objects)
        {
            writer.WriteArrayHeader(4);
            writer.Write(item.TrackId);
            writer.Write(item.Detection);
            writer.Write(item.ClassId);
            writer.Write(item.ClassName);
        }

        writer.Write(frame.IsCarried);
    }

    private static JournalFrame ReadFrame(ref MessagePackReader reader, int fields)
    {
        long index = reader.ReadInt64();
        int epoch = reader.ReadInt32();
        MediaTime pts = ReadMediaTime(ref reader);
        double seconds = reader.ReadDouble();
        int width = reader.ReadInt32(), height = reader.ReadInt32();
        var detections = new Detection[reader.ReadArrayHeader()];
        for (int i = 0; i < detections.Length; i++)
        {
            _ = reader.ReadArrayHeader();
            int classId = reader.ReadInt32();
            string className = Text(ref reader);
            float score = reader.ReadSingle();
            var box = new BoundingBox(reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle());
            var maskBox = new PixelBox(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
            Mask? mask = reader.TryReadNil() ? null : MaskRunLength.Decode(width, height, maskBox, reader.ReadBytes());
            detections[i] = new Detection(classId, className, score, box, mask);
        }

        var objects = new JournalObject[reader.ReadArrayHeader()];
        for (int i = 0; i < objects.Length; i++)
        {
            _ = reader.ReadArrayHeader();
            objects[i] = new JournalObject(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), Text(ref reader));
            if ((uint)objects[i].Detection >= (uint)detections.Length)
            {
                throw new InvalidDataException($"Frame {index} names a detection that it does not have.");
            }
        }

        return new JournalFrame(index, epoch, pts, seconds, width, height, detections, objects)
        {
            // Journals from before masks were carried lack the last field.
            IsCarried = fields >= FrameFields && reader.ReadBoolean(),
        };
    }

    private static void WriteKeyframe(MessagePackWriter writer, JournalKeyframe keyframe)
    {
        Start(writer, Kind.Keyframe, 20);
        writer.Write(keyframe.Frame);
        writer.Write(keyframe.Epoch);
        Write(writer, keyframe.Pts);
        writer.Write(keyframe.Seconds);
        writer.Write(keyframe.Reason);
        writer.Write(keyframe.Prompt);
        writer.Write(keyframe.Model);
        writer.Write(keyframe.Answer);
        writer.WriteArrayHeader(keyframe.Players.Count);
        foreach (JournalPlayer player in keyframe.Players)
        {
            writer.WriteArrayHeader(6);
            writer.WriteArrayHeader(player.TrackIds.Count);
            foreach (int id in player.TrackIds)
            {
                writer.Write(id);
            }

            writer.Write(player.ClassName);
            writer.Write(player.Value);
            writer.Write(player.StandardError);
            writer.Write(player.ColdValue);
            writer.Write(player.ColdStandardError);
        }

        writer.Write(keyframe.Estimator);
        writer.Write(keyframe.Calls);
        writer.Write(keyframe.EmptyValue);
        writer.Write(keyframe.FullValue);
        writer.Write(keyframe.EfficiencyGap);
        writer.WriteArrayHeader(keyframe.Coalitions.Count);
        foreach (JournalCoalition coalition in keyframe.Coalitions)
        {
            writer.WriteArrayHeader(3);
            writer.Write(coalition.Visible);
            writer.Write(coalition.Value);
            writer.Write(coalition.Answer);
        }

        writer.WriteArrayHeader(keyframe.Unanswered.Count);
        foreach (JournalUnanswered missing in keyframe.Unanswered)
        {
            writer.WriteArrayHeader(3);
            writer.Write(missing.Visible);
            writer.Write((int)missing.Kind);
            writer.Write(missing.Why);
        }

        writer.Write(keyframe.IsCarried);
        writer.Write(keyframe.IsChange);
        writer.Write(keyframe.NoiseVariance);
        WriteFaithfulness(writer, keyframe.Faithfulness);
    }

    private static JournalKeyframe ReadKeyframe(ref MessagePackReader reader)
    {
        long frame = reader.ReadInt64();
        int epoch = reader.ReadInt32();
        MediaTime pts = ReadMediaTime(ref reader);
        double seconds = reader.ReadDouble();
        string reason = Text(ref reader), prompt = Text(ref reader), model = Text(ref reader), answer = Text(ref reader);
        var players = new JournalPlayer[reader.ReadArrayHeader()];
        for (int i = 0; i < players.Length; i++)
        {
            _ = reader.ReadArrayHeader();
            var ids = new int[reader.ReadArrayHeader()];
            for (int k = 0; k < ids.Length; k++)
            {
                ids[k] = reader.ReadInt32();
            }

            players[i] = new JournalPlayer(ids, Text(ref reader), reader.ReadDouble(), reader.ReadDouble())
            {
                ColdValue = reader.ReadDouble(),
                ColdStandardError = reader.ReadDouble(),
            };
        }

        string estimator = Text(ref reader);
        int calls = reader.ReadInt32();
        double empty = reader.ReadDouble(), full = reader.ReadDouble(), gap = reader.ReadDouble();
        var coalitions = new JournalCoalition[reader.ReadArrayHeader()];
        for (int i = 0; i < coalitions.Length; i++)
        {
            _ = reader.ReadArrayHeader();
            coalitions[i] = new JournalCoalition(reader.ReadUInt64(), reader.ReadDouble(), Text(ref reader));
        }

        return new JournalKeyframe
        {
            Frame = frame,
            Epoch = epoch,
            Pts = pts,
            Seconds = seconds,
            Reason = reason,
            Prompt = prompt,
            Model = model,
            Answer = answer,
            Players = players,
            Estimator = estimator,
            Calls = calls,
            EmptyValue = empty,
            FullValue = full,
            EfficiencyGap = gap,
            Coalitions = coalitions,
            Unanswered = ReadUnanswered(ref reader),
            IsCarried = reader.ReadBoolean(),
            IsChange = reader.ReadBoolean(),
            NoiseVariance = reader.ReadDouble(),
            Faithfulness = ReadFaithfulness(ref reader),
        };
    }

    private static JournalUnanswered[] ReadUnanswered(ref MessagePackReader reader)
    {
        var unanswered = new JournalUnanswered[reader.ReadArrayHeader()];
        for (int i = 0; i < unanswered.Length; i++)
        {
            _ = reader.ReadArrayHeader();
            unanswered[i] = new JournalUnanswered(reader.ReadUInt64(), (AnswerKind)reader.ReadInt32(), Text(ref reader));
        }

        return unanswered;
    }

    private static void WriteFaithfulness(MessagePackWriter writer, FaithfulnessCurves? curves)
    {
        if (curves is null)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(3);
        Write(writer, curves.Insertion);
        Write(writer, curves.Deletion);
        writer.Write(curves.Calls);
    }

    private static FaithfulnessCurves? ReadFaithfulness(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        _ = reader.ReadArrayHeader();
        return new FaithfulnessCurves(ReadNumbers(ref reader), ReadNumbers(ref reader), reader.ReadInt32());
    }

    private static void Write(MessagePackWriter writer, IReadOnlyList<double> numbers)
    {
        writer.WriteArrayHeader(numbers.Count);
        foreach (double number in numbers)
        {
            writer.Write(number);
        }
    }

    private static double[] ReadNumbers(ref MessagePackReader reader)
    {
        var numbers = new double[reader.ReadArrayHeader()];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = reader.ReadDouble();
        }

        return numbers;
    }

    private static void Start(MessagePackWriter writer, Kind kind, int fields)
    {
        writer.WriteArrayHeader(fields + 1);
        writer.Write((int)kind);
    }

    private static void Write(MessagePackWriter writer, DateTimeOffset time)
    {
        writer.WriteArrayHeader(2);
        writer.Write(time.UtcTicks);
        writer.Write((int)time.Offset.TotalMinutes);
    }

    private static DateTimeOffset ReadTime(ref MessagePackReader reader)
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

    private static void Write(MessagePackWriter writer, MediaTime time)
    {
        writer.WriteArrayHeader(3);
        writer.Write(time.Ticks);
        writer.Write(time.TimeBase.Numerator);
        writer.Write(time.TimeBase.Denominator);
    }

    private static MediaTime ReadMediaTime(ref MessagePackReader reader)
    {
        _ = reader.ReadArrayHeader();
        long ticks = reader.ReadInt64(), numerator = reader.ReadInt64(), denominator = reader.ReadInt64();
        return denominator > 0 && numerator > 0
            ? new MediaTime(ticks, new Rational(numerator, denominator))
            : throw new InvalidDataException($"{numerator}/{denominator} is no time base.");
    }

    private static string Text(ref MessagePackReader reader) => reader.ReadString() ?? throw new InvalidDataException("A text is missing.");
}
