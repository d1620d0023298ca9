using PixelShap.Video.Importance;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Publishing.Exports;

/// <summary>Writes <c>tracks.csv</c>: the importance tracks as a table, one row per frame and object.</summary>
public static class TracksCsv
{
    private static readonly string[] s_sample = ["importance", "sd", "kind"];

    /// <summary>Writes all frames in order, the objects of a frame by track id.</summary>
    public static void Write(Stream stream, ExportSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        using var table = new CsvTable(
            stream,
            ["track", "class", "frame", "epoch", "pts", "time_base", "t", "x", "y", "width", "height", "score", "source", .. Columns(source.Results)]);
        foreach (JournalFrame frame in source.Results.ReadTracks())
        {
            foreach (JournalObject item in frame.Objects)
            {
                Detection detection = frame.Detections[item.Detection];
                table.Number(item.TrackId);
                table.Text(source.Results.ClassOf(item));
                table.Number(frame.Index);
                table.Number(frame.Epoch);
                table.Number(frame.Pts.Ticks);
                table.Text(frame.Pts.TimeBase.ToString());
                table.Number(frame.Seconds, 6);
                table.Number(detection.Box.Left, 2);
                table.Number(detection.Box.Top, 2);
                table.Number(detection.Box.Width, 2);
                table.Number(detection.Box.Height, 2);
                table.Number(detection.Score, 4);
                table.Text(SampleKinds.SourceOf(frame, item));
                foreach (PromptResults prompt in source.Results.Prompts)
                {
                    ImportanceSample importance = prompt.Timeline.At(item.TrackId, frame.Seconds);
                    bool known = importance.Kind != SampleKind.None;
                    table.Number(known ? importance.Mean : double.NaN, 6);
                    table.Number(known ? Math.Sqrt(importance.Variance) : double.NaN, 6);
                    table.Text(SampleKinds.NameOf(importance.Kind));
                }

                table.End();
            }
        }
    }

    /// <summary>The columns of the first prompt have plain names; those of every other one carry its name.</summary>
    private static IEnumerable<string> Columns(RunResults results) =>
        results.Prompts.SelectMany((prompt, i) => s_sample.Select(name => i == 0 ? name : $"{name} ({prompt.Name})"));
}
