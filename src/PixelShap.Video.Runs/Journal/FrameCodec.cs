using MessagePack;
using PixelShap.Masking;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Time;

namespace PixelShap.Video.Runs.Journal;

/// <summary>Turns frames into MessagePack and back.</summary>
internal static class FrameCodec
{
    private const int Fields = 11, FieldsBeforeSignals = 10, FieldsBeforeEarlierSights = 9;

    /// <summary>Pixels; more than any video codec allows. A larger frame is a lie, for which masks would take memory.</summary>
    private const long LargestFrame = 1 << 28;

    public static void Write(ref MessagePackWriter writer, JournalFrame frame)
    {
        writer.Start(RecordKind.Frame, frame.Signals is not null ? Fields : frame.Earlier.Count > 0 ? FieldsBeforeSignals : FieldsBeforeEarlierSights);
        writer.Write(frame.Index);
        writer.Write(frame.Epoch);
        writer.Write(frame.Pts);
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
        if (frame.Earlier.Count == 0 && frame.Signals is null)
        {
            return;
        }

        writer.WriteArrayHeader(frame.Earlier.Count);
        foreach (EarlierSight sight in frame.Earlier)
        {
            writer.WriteArrayHeader(8);
            writer.Write(sight.TrackId);
            writer.Write(sight.Frame);
            writer.Write(sight.Seconds);
            writer.Write(sight.Score);
            writer.Write(sight.Box.Left);
            writer.Write(sight.Box.Top);
            writer.Write(sight.Box.Right);
            writer.Write(sight.Box.Bottom);
        }

        if (frame.Signals is { } signals)
        {
            SignalsCodec.Write(ref writer, signals);
        }
    }

    public static JournalFrame Read(ref MessagePackReader reader, int fields, bool withMasks)
    {
        long index = reader.ReadInt64();
        int epoch = reader.ReadInt32();
        MediaTime pts = reader.ReadMediaTime();
        double seconds = reader.ReadDouble();
        int width = reader.ReadInt32(), height = reader.ReadInt32();
        if (width < 1 || height < 1 || (long)width * height > LargestFrame)
        {
            throw new InvalidDataException($"Frame {index} has no size that a picture can have.");
        }

        var detections = new Detection[reader.ReadArrayHeader()];
        for (int i = 0; i < detections.Length; i++)
        {
            _ = reader.ReadArrayHeader();
            int classId = reader.ReadInt32();
            string className = reader.Text();
            float score = reader.ReadSingle();
            var box = new BoundingBox(reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle());
            var maskBox = new PixelBox(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
            bool hasMask = !reader.TryReadNil();
            ReadOnlySpan<byte> runs = hasMask ? reader.Bytes() : default;
            Mask? mask = hasMask && withMasks ? MaskRunLength.Decode(width, height, maskBox, runs) : null;
            detections[i] = new Detection(classId, className, score, box, mask);
        }

        var objects = new JournalObject[reader.ReadArrayHeader()];
        for (int i = 0; i < objects.Length; i++)
        {
            _ = reader.ReadArrayHeader();
            objects[i] = new JournalObject(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.Text());
            if ((uint)objects[i].Detection >= (uint)detections.Length)
            {
                throw new InvalidDataException($"Frame {index} names a detection that it does not have.");
            }
        }

        return new JournalFrame(index, epoch, pts, seconds, width, height, detections, objects)
        {
            // Journals from before masks were carried lack this field, those from before first sights were noted, and frames that confirm no track, the next.
            IsCarried = fields >= FieldsBeforeEarlierSights && reader.ReadBoolean(),
            Earlier = fields >= FieldsBeforeSignals ? ReadEarlier(ref reader) : [],
            Signals = fields >= Fields ? SignalsCodec.Read(ref reader) : null,
        };
    }

    private static EarlierSight[] ReadEarlier(ref MessagePackReader reader)
    {
        var sights = new EarlierSight[reader.ReadArrayHeader()];
        for (int i = 0; i < sights.Length; i++)
        {
            _ = reader.ReadArrayHeader();
            sights[i] = new EarlierSight(
                reader.ReadInt32(),
                reader.ReadInt64(),
                reader.ReadDouble(),
                reader.ReadSingle(),
                new BoundingBox(reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle()));
        }

        return sights;
    }
}
