using System.Globalization;
using System.Text;
using System.Xml;
using PixelShap.Video.Importance;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Publishing.Exports;

/// <summary>Writes <c>cvat.xml</c>: tracks of boxes in the format "CVAT for video 1.1", with importance as an attribute.</summary>
public static class CvatXml
{
    /// <summary>Writes every track with a box per frame; where it is out of view, a box says so.</summary>
    public static void Write(Stream stream, ExportSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        RunResults results = source.Results;
        Dictionary<int, List<Sight>> sights = [];
        foreach (JournalFrame frame in results.ReadTracks())
        {
            foreach (JournalObject item in frame.Objects)
            {
                if (!sights.TryGetValue(item.TrackId, out List<Sight>? list))
                {
                    sights.Add(item.TrackId, list = []);
                }

                list.Add(new Sight(frame.Index, frame.Seconds, frame.Detections[item.Detection].Box, item.IsFilled));
            }
        }

        long end = sights.Values.SelectMany(list => list).Select(sight => sight.Frame + 1).DefaultIfEmpty().Max();
        end = Math.Max(end, results.FrameCount);
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false), NewLineChars = "\n" });
        xml.WriteStartElement("annotations");
        xml.WriteElementString("version", "1.1");
        WriteMeta(xml, results, end);
        foreach ((int id, List<Sight> list) in sights.OrderBy(track => track.Key))
        {
            xml.WriteStartElement("track");
            xml.WriteAttributeString("id", Text(id));
            xml.WriteAttributeString("label", Clean(results.Tracks[id].ClassName));
            xml.WriteAttributeString("source", "auto");
            for (int i = 0; i < list.Count; i++)
            {
                Sight sight = list[i];
                (string, ImportanceSample)[] samples = [.. results.Prompts.Select(prompt => (prompt.Name, prompt.Timeline.At(id, sight.Seconds)))];
                WriteBox(xml, sight.Frame, sight, isOutside: false, samples);
                long next = i + 1 < list.Count ? list[i + 1].Frame : end;
                if (sight.Frame + 1 < next)
                {
                    WriteBox(xml, sight.Frame + 1, sight, isOutside: true, samples);
                }
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteMeta(XmlWriter xml, RunResults results, long size)
    {
        xml.WriteStartElement("meta");
        xml.WriteStartElement("task");
        xml.WriteElementString("name", Clean(InputName.Of(results.Header.Input)));
        xml.WriteElementString("size", Text(size));
        xml.WriteElementString("mode", "interpolation");
        xml.WriteElementString("overlap", "0");
        xml.WriteStartElement("labels");
        foreach (string name in results.Tracks.Values.Select(track => track.ClassName).Distinct().Order(StringComparer.Ordinal))
        {
            xml.WriteStartElement("label");
            xml.WriteElementString("name", Clean(name));
            xml.WriteStartElement("attributes");
            IEnumerable<string> attributes = results.Prompts.SelectMany(
                (prompt, i) => new[] { AttributeName("importance", prompt.Name, i), AttributeName("kind", prompt.Name, i) });
            foreach (string attribute in attributes)
            {
                xml.WriteStartElement("attribute");
                xml.WriteElementString("name", attribute);
                xml.WriteElementString("mutable", "True");
                xml.WriteElementString("input_type", "text");
                xml.WriteElementString("default_value", "");
                xml.WriteElementString("values", "");
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteStartElement("original_size");
        xml.WriteElementString("width", Text(results.Header.Width));
        xml.WriteElementString("height", Text(results.Header.Height));
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteBox(
        XmlWriter xml, long frame, Sight sight, bool isOutside, (string Prompt, ImportanceSample Importance)[] samples)
    {
        xml.WriteStartElement("box");
        xml.WriteAttributeString("frame", Text(frame));
        xml.WriteAttributeString("keyframe", "1");
        xml.WriteAttributeString("outside", isOutside ? "1" : "0");
        xml.WriteAttributeString("occluded", sight.IsFilled ? "1" : "0");
        xml.WriteAttributeString("xtl", Number(sight.Box.Left));
        xml.WriteAttributeString("ytl", Number(sight.Box.Top));
        xml.WriteAttributeString("xbr", Number(sight.Box.Right));
        xml.WriteAttributeString("ybr", Number(sight.Box.Bottom));
        xml.WriteAttributeString("z_order", "0");
        for (int i = 0; i < samples.Length; i++)
        {
            ImportanceSample importance = samples[i].Importance;
            string value = importance.Kind == SampleKind.None ? "" : (Math.Round(importance.Mean, 6) + 0.0).ToString(CultureInfo.InvariantCulture);
            WriteAttribute(xml, AttributeName("importance", samples[i].Prompt, i), value);
            WriteAttribute(xml, AttributeName("kind", samples[i].Prompt, i), SampleKinds.NameOf(importance.Kind));
        }

        xml.WriteEndElement();
    }

    private static void WriteAttribute(XmlWriter xml, string name, string value)
    {
        xml.WriteStartElement("attribute");
        xml.WriteAttributeString("name", name);
        xml.WriteString(value);
        xml.WriteEndElement();
    }

    /// <summary>The attributes of the first prompt have plain names; those of every other one carry its name.</summary>
    private static string AttributeName(string name, string prompt, int number) => number == 0 ? name : Clean($"{name} ({prompt})");

    /// <summary>XML has no place for control characters, not even escaped.</summary>
    private static string Clean(string text) => string.Concat(
        text.EnumerateRunes().Where(rune => rune.Value >= ' ' && rune.Value is not (0xFFFE or 0xFFFF)).Select(rune => rune.ToString()));

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(float value) => (Math.Round((double)value, 2) + 0.0).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>All that is needed of an object in a frame: the masks of a whole clip would fill the memory.</summary>
    private sealed record Sight(long Frame, double Seconds, BoundingBox Box, bool IsFilled);
}
