using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using PixelShap.Video.Attribution;
using PixelShap.Video.Clips;
using PixelShap.Video.Importance;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Publishing.Exports.Mcap;

/// <summary>
/// Writes <c>run.mcap</c> for Foxglove and other readers of MCAP: importance and detections of every frame, keyframes with their answers, and the places of
/// the camera where the clip says them. Times are those of the recording where it is dated, else of the clip from 0.
/// </summary>
public static class RunMcap
{
    /// <summary>Writes the whole run.</summary>
    public static void Write(Stream stream, ExportSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var mcap = new McapWriter(stream, "PixelShap.Video");
        (PromptResults Prompt, ushort Channel)[] importance =
        [
            .. source.Results.Prompts.Select((prompt, i) =>
                (prompt, mcap.AddChannel(i == 0 ? "/importance" : $"/importance/{prompt.Name}", "pixelshap.Importance", Schema("importance")))),
        ];
        ushort detections = mcap.AddChannel("/detections", "pixelshap.Detections", Schema("detections"));
        ushort keyframes = mcap.AddChannel("/keyframes", "pixelshap.Keyframe", Schema("keyframe"));
        ushort location = source.Clip.Fixes.Count > 0 ? mcap.AddChannel("/location", "foxglove.LocationFix", Schema("location")) : (ushort)0;
        Dictionary<long, JournalKeyframe[]> byFrame = source.Results.Keyframes()
            .GroupBy(keyframe => keyframe.Frame).ToDictionary(group => group.Key, group => group.ToArray());
        var fixes = new Queue<GpsFix>(source.Clip.Fixes);
        foreach (JournalFrame frame in source.Results.ReadTracks())
        {
            while (fixes.TryPeek(out GpsFix? fix) && fix.Seconds <= frame.Seconds)
            {
                Add(location, fix.Seconds, json => WriteFix(json, fixes.Dequeue()));
            }

            foreach ((PromptResults prompt, ushort channel) in importance)
            {
                Add(channel, frame.Seconds, json => WriteImportance(json, frame, prompt, source.Results));
            }

            Add(detections, frame.Seconds, json => WriteDetections(json, frame, source.Results));
            foreach (JournalKeyframe keyframe in byFrame.GetValueOrDefault(frame.Index, []))
            {
                Add(keyframes, frame.Seconds, json => WriteKeyframe(json, keyframe));
            }
        }

        while (fixes.TryDequeue(out GpsFix? fix))
        {
            Add(location, fix.Seconds, json => WriteFix(json, fix));
        }

        mcap.Complete();

        void Add(ushort channel, double seconds, Action<Utf8JsonWriter> write)
        {
            ulong time = Nanoseconds(source.Clip.RecordedAt, seconds);
            var buffer = new ArrayBufferWriter<byte>(1024);
            using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                json.WriteStartObject();
                WriteTimestamp(json, time);
                write(json);
                json.WriteEndObject();
            }

            mcap.Add(channel, time, buffer.WrittenSpan);
        }
    }

    internal static void WriteTimestamp(Utf8JsonWriter json, ulong nanoseconds)
    {
        json.WriteStartObject("timestamp");
        json.WriteNumber("sec", nanoseconds / 1_000_000_000);
        json.WriteNumber("nsec", nanoseconds % 1_000_000_000);
        json.WriteEndObject();
    }

    internal static ulong Nanoseconds(DateTimeOffset? start, double seconds)
    {
        decimal origin = start is { } at ? (at - DateTimeOffset.UnixEpoch).Ticks * 100m : 0;
        return (ulong)Math.Max(0, origin + Math.Round((decimal)seconds * 1_000_000_000m));
    }

    private static void WriteImportance(Utf8JsonWriter json, JournalFrame frame, PromptResults prompt, RunResults results)
    {
        json.WriteNumber("frame", frame.Index);
        json.WriteString("prompt_name", prompt.Name);
        json.WriteStartArray("objects");
        foreach (JournalObject item in frame.Objects)
        {
            ImportanceSample sample = prompt.Timeline.At(item.TrackId, frame.Seconds);
            if (sample.Kind == SampleKind.None)
            {
                continue;
            }

            json.WriteStartObject();
            json.WriteNumber("track", item.TrackId);
            json.WriteString("class", results.ClassOf(item));
            json.WriteRounded("importance", sample.Mean, 6);
            json.WriteRounded("sd", Math.Sqrt(sample.Variance), 6);
            json.WriteString("kind", SampleKinds.NameOf(sample.Kind));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDetections(Utf8JsonWriter json, JournalFrame frame, RunResults results)
    {
        json.WriteNumber("frame", frame.Index);
        json.WriteNumber("width", frame.Width);
        json.WriteNumber("height", frame.Height);
        json.WriteStartArray("objects");
        foreach (JournalObject item in frame.Objects)
        {
            Detection detection = frame.Detections[item.Detection];
            json.WriteStartObject();
            json.WriteNumber("track", item.TrackId);
            json.WriteString("class", results.ClassOf(item));
            json.WriteRounded("score", detection.Score, 4);
            json.WriteRounded("x", detection.Box.Left, 2);
            json.WriteRounded("y", detection.Box.Top, 2);
            json.WriteRounded("width", detection.Box.Width, 2);
            json.WriteRounded("height", detection.Box.Height, 2);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteKeyframe(Utf8JsonWriter json, JournalKeyframe keyframe)
    {
        json.WriteNumber("frame", keyframe.Frame);
        json.WriteString("reason", keyframe.Reason);
        json.WriteString("prompt_name", keyframe.PromptName);
        json.WriteString("prompt", keyframe.Prompt);
        json.WriteString("model", keyframe.Model);
        json.WriteString("answer", keyframe.Answer);
        json.WriteString("do_not_rely", keyframe.DoNotRely);
        json.WriteString("estimator", keyframe.Attribution.Estimator);
        json.WriteNumber("calls", keyframe.Attribution.Calls);
        json.WriteStartArray("players");
        foreach (PlayerValue player in keyframe.Players)
        {
            json.WriteStartObject();
            json.WriteValued(player);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static void WriteFix(Utf8JsonWriter json, GpsFix fix)
    {
        json.WriteString("frame_id", "camera");
        json.WriteNumber("latitude", fix.Latitude);
        json.WriteNumber("longitude", fix.Longitude);
        json.WriteNumber("altitude", fix.AltitudeMetres ?? 0);
        json.WriteStartArray("position_covariance");
        for (int i = 0; i < 9; i++)
        {
            json.WriteNumberValue(0);
        }

        json.WriteEndArray();
        json.WriteNumber("position_covariance_type", 0);
    }

    internal static byte[] Schema(string name)
    {
        using Stream stream = typeof(RunMcap).Assembly.GetManifestResourceStream($"mcap/{name}.json")
            ?? throw new InvalidOperationException($"The schema {name} is missing.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
