using System.Globalization;
using System.Text;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Publishing.Exports;

/// <summary>Writes <c>tracks.mot.txt</c>, boxes of tracks as MOTChallenge text: frame (from 1), id, left, top, width, height, score, −1, −1, −1.</summary>
public static class MotText
{
    /// <summary>Writes all frames in order, the objects of a frame by track id.</summary>
    public static void Write(Stream stream, ExportSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        using var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        foreach (JournalFrame frame in source.Results.ReadTracks())
        {
            foreach (JournalObject item in frame.Objects)
            {
                Detection detection = frame.Detections[item.Detection];
                BoundingBox box = detection.Box;
                string place = string.Create(CultureInfo.InvariantCulture, $"{Round(box.Left)},{Round(box.Top)},{Round(box.Width)},{Round(box.Height)}");
                text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{frame.Index + 1},{item.TrackId},{place},{detection.Score:0.0000},-1,-1,-1"));
            }
        }
    }

    private static double Round(float pixels) => Math.Round((double)pixels, 2) + 0.0;
}
