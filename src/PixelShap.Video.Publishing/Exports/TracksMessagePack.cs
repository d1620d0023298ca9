using System.Buffers;
using MessagePack;
using PixelShap.Masking;
using PixelShap.Video.Importance;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Publishing.Exports;

/// <summary>
/// Writes <c>tracks.msgpack</c>: a stream of MessagePack maps, first a header, then one per frame with its objects, their importance and
/// their masks. Fields: docs/outputs.md.
/// </summary>
public static class TracksMessagePack
{
    /// <summary>The version of the layout.</summary>
    public const int Schema = 1;

    /// <summary>Writes the header and all frames in order.</summary>
    public static void Write(Stream stream, RunResults results)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(results);
        var buffer = new ArrayBufferWriter<byte>(1 << 14);
        WriteHeader(buffer, results);
        Flush(buffer, stream);
        foreach (JournalFrame frame in results.ReadTracks())
        {
            WriteFrame(buffer, frame, results);
            Flush(buffer, stream);
        }
    }

    private static void WriteHeader(ArrayBufferWriter<byte> buffer, RunResults results)
    {
        var writer = new MessagePackWriter(buffer);
        bool several = results.Prompts.Count > 1;
        writer.WriteMapHeader(several ? 8 : 7);
        writer.Write("type");
        writer.Write("pixelshap.tracks");
        writer.Write("schema");
        writer.Write(Schema);
        writer.Write("input");
        writer.Write(results.Header.Input);
        writer.Write("input_sha256");
        writer.Write(results.Header.InputHash);
        writer.Write("width");
        writer.Write(results.Header.Width);
        writer.Write("height");
        writer.Write(results.Header.Height);
        writer.Write("frames");
        writer.Write(results.FrameCount);
        if (several)
        {
            writer.Write("prompts");
            writer.WriteArrayHeader(results.Prompts.Count);
            foreach (PromptResults prompt in results.Prompts)
            {
                writer.Write(prompt.Name);
            }
        }

        writer.Flush();
    }

    private static void WriteFrame(ArrayBufferWriter<byte> buffer, JournalFrame frame, RunResults results)
    {
        var writer = new MessagePackWriter(buffer);
        writer.WriteMapHeader(9);
        writer.Write("frame");
        writer.Write(frame.Index);
        writer.Write("epoch");
        writer.Write(frame.Epoch);
        writer.Write("pts");
        writer.Write(frame.Pts.Ticks);
        writer.Write("time_base");
        writer.WriteArrayHeader(2);
        writer.Write(frame.Pts.TimeBase.Numerator);
        writer.Write(frame.Pts.TimeBase.Denominator);
        writer.Write("t");
        writer.Write(frame.Seconds);
        writer.Write("size");
        writer.WriteArrayHeader(2);
        writer.Write(frame.Width);
        writer.Write(frame.Height);
        writer.Write("keyframe");
        writer.Write(results.Prompts.Any(prompt => prompt.Timeline.IsKeyframe(frame.Index)));
        writer.Write("carried");
        writer.Write(frame.IsCarried);
        writer.Write("objects");
        writer.WriteArrayHeader(frame.Objects.Count);
        foreach (JournalObject item in frame.Objects)
        {
            ImportanceSample[] samples = [.. results.Prompts.Select(prompt => prompt.Timeline.At(item.TrackId, frame.Seconds))];
            WriteObject(ref writer, item, results.ClassOf(item), frame.Detections[item.Detection], samples);
        }

        writer.Flush();
    }

    private static void WriteObject(ref MessagePackWriter writer, JournalObject item, string className, Detection detection, ImportanceSample[] samples)
    {
        writer.WriteMapHeader(8 + (samples.Length > 1 ? 1 : 0) + (item.IsFilled ? 1 : 0));
        writer.Write("track");
        writer.Write(item.TrackId);
        writer.Write("class");
        writer.Write(className);
        writer.Write("score");
        writer.Write(detection.Score);
        if (item.IsFilled)
        {
            writer.Write("filled");
            writer.Write(true);
        }

        writer.Write("box");
        writer.WriteArrayHeader(4);
        writer.Write(detection.Box.Left);
        writer.Write(detection.Box.Top);
        writer.Write(detection.Box.Width);
        writer.Write(detection.Box.Height);
        WriteSample(ref writer, samples[0]);
        if (samples.Length > 1)
        {
            // In the order of the prompts in the header.
            writer.Write("by_prompt");
            writer.WriteArrayHeader(samples.Length);
            foreach (ImportanceSample sample in samples)
            {
                writer.WriteMapHeader(3);
                WriteSample(ref writer, sample);
            }
        }

        writer.Write("mask");
        if (detection.Mask is not { } mask)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteMapHeader(2);
        writer.Write("box");
        writer.WriteArrayHeader(4);
        writer.Write(mask.Box.X);
        writer.Write(mask.Box.Y);
        writer.Write(mask.Box.Width);
        writer.Write(mask.Box.Height);
        writer.Write("runs");
        writer.Write(MaskRunLength.Encode(mask).AsSpan());
    }

    private static void WriteSample(ref MessagePackWriter writer, ImportanceSample sample)
    {
        writer.Write("importance");
        WriteNumber(ref writer, sample.Kind, sample.Mean);
        writer.Write("sd");
        WriteNumber(ref writer, sample.Kind, Math.Sqrt(sample.Variance));
        writer.Write("kind");
        writer.Write(SampleKinds.NameOf(sample.Kind));
    }

    private static void WriteNumber(ref MessagePackWriter writer, SampleKind kind, double value)
    {
        if (kind == SampleKind.None)
        {
            writer.WriteNil();
        }
        else
        {
            writer.Write(value);
        }
    }

    private static void Flush(ArrayBufferWriter<byte> buffer, Stream stream)
    {
        stream.Write(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
    }
}
