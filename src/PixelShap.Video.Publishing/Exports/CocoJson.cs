using System.Text.Encodings.Web;
using System.Text.Json;
using PixelShap.Video.Importance;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Publishing.Exports;

/// <summary>Writes <c>coco.json</c>: every object of every frame with its mask as COCO's compressed run lengths, its track and its importance.</summary>
public static class CocoJson
{
    /// <summary>Writes one video with its images, categories and annotations. Fields: docs/outputs.md.</summary>
    public static void Write(Stream stream, ExportSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        JournalHeader header = source.Results.Header;
        string[] categories = [.. source.Results.Tracks.Values.Select(track => track.ClassName).Distinct().Order(StringComparer.Ordinal)];
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteStartObject("info");
        json.WriteString("description", $"Tracks and importance of {InputName.Of(header.Input)}, by PixelShap.Video");
        json.WriteString("version", "1");
        json.WriteEndObject();
        json.WriteStartArray("videos");
        json.WriteStartObject();
        json.WriteNumber("id", 1);
        json.WriteString("name", InputName.Of(header.Input));
        json.WriteNumber("width", header.Width);
        json.WriteNumber("height", header.Height);
        json.WriteNumber("length", source.Results.FrameCount);
        json.WriteEndObject();
        json.WriteEndArray();
        WriteCategories(json, categories);
        WriteImages(json, source);
        WriteAnnotations(json, source, categories);
        json.WriteEndObject();
    }

    private static void WriteCategories(Utf8JsonWriter json, string[] categories)
    {
        json.WriteStartArray("categories");
        for (int i = 0; i < categories.Length; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("id", i + 1);
            json.WriteString("name", categories[i]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteImages(Utf8JsonWriter json, ExportSource source)
    {
        string name = Path.GetFileNameWithoutExtension(InputName.Of(source.Results.Header.Input));
        json.WriteStartArray("images");
        foreach (JournalFrame frame in source.Results.ReadTracks())
        {
            json.WriteStartObject();
            json.WriteNumber("id", frame.Index + 1);
            json.WriteNumber("video_id", 1);
            json.WriteNumber("frame_id", frame.Index);
            json.WriteString("file_name", $"{name}/{frame.Index:000000}");
            json.WriteNumber("width", frame.Width);
            json.WriteNumber("height", frame.Height);
            json.WriteNumber("pts", frame.Pts.Ticks);
            json.WriteString("time_base", frame.Pts.TimeBase.ToString());
            json.WriteRounded("time_seconds", frame.Seconds, 6);
            json.WriteEndObject();
            json.Flush();
        }

        json.WriteEndArray();
    }

    private static void WriteAnnotations(Utf8JsonWriter json, ExportSource source, string[] categories)
    {
        long id = 0;
        json.WriteStartArray("annotations");
        foreach (JournalFrame frame in source.Results.ReadTracks())
        {
            foreach (JournalObject item in frame.Objects)
            {
                Detection detection = frame.Detections[item.Detection];
                json.WriteStartObject();
                json.WriteNumber("id", ++id);
                json.WriteNumber("image_id", frame.Index + 1);
                json.WriteNumber("video_id", 1);
                json.WriteNumber("category_id", Array.IndexOf(categories, source.Results.Tracks[item.TrackId].ClassName) + 1);
                json.WriteNumber("track_id", item.TrackId);
                WriteShape(json, detection, frame);
                json.WriteNumber("iscrowd", 0);
                json.WriteRounded("score", detection.Score, 4);
                json.WriteString("source", SampleKinds.SourceOf(frame, item));
                WriteImportance(json, source.Results.Prompts[0].Timeline.At(item.TrackId, frame.Seconds));
                if (source.Results.Prompts.Count > 1)
                {
                    json.WriteStartObject("by_prompt");
                    foreach (PromptResults prompt in source.Results.Prompts)
                    {
                        json.WriteStartObject(prompt.Name);
                        WriteImportance(json, prompt.Timeline.At(item.TrackId, frame.Seconds));
                        json.WriteEndObject();
                    }

                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }

            json.Flush();
        }

        json.WriteEndArray();
    }

    private static void WriteShape(Utf8JsonWriter json, Detection detection, JournalFrame frame)
    {
        json.WriteStartArray("bbox");
        foreach (float value in (float[])[detection.Box.Left, detection.Box.Top, detection.Box.Width, detection.Box.Height])
        {
            json.WriteNumberValue(Math.Round((double)value, 2) + 0.0);
        }

        json.WriteEndArray();
        if (detection.Mask is not { } mask)
        {
            json.WriteRounded("area", detection.Box.Area, 2);
            return;
        }

        json.WriteNumber("area", mask.Area);
        json.WriteStartObject("segmentation");
        json.WriteStartArray("size");
        json.WriteNumberValue(frame.Height);
        json.WriteNumberValue(frame.Width);
        json.WriteEndArray();
        json.WriteString("counts", CocoRle.Encode(mask));
        json.WriteEndObject();
    }

    private static void WriteImportance(Utf8JsonWriter json, ImportanceSample importance)
    {
        bool known = importance.Kind != SampleKind.None;
        json.WriteRounded("importance", known ? importance.Mean : double.NaN, 6);
        json.WriteRounded("sd", known ? Math.Sqrt(importance.Variance) : double.NaN, 6);
        json.WriteString("kind", SampleKinds.NameOf(importance.Kind));
    }
}
