using System.Globalization;
using System.Xml;
using PixelShap.Video.Clips;

namespace PixelShap.Video.Media.Telemetry.Sidecars;

/// <summary>Reads the track points of a GPX file (topografix.com/GPX/1/1), of all its tracks and segments; time, height, speed and course where they are given.</summary>
internal static class GpxFile
{
    private const int MostPoints = 4_000_000, MostCharacters = 1 << 30;

    public static RawTelemetry Read(Stream stream, string name)
    {
        var telemetry = new RawTelemetry($"GPX in {name}") { Placement = TelemetryPlacement.Log };
        GpsFix? point = null;
        try
        {
            using var xml = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostCharacters });
            while (telemetry.Points.Count < MostPoints && xml.Read())
            {
                if (xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "trkpt" && point is { } whole)
                {
                    telemetry.Points.Add(new RawPoint(whole, true));
                    point = null;
                }

                if (xml.NodeType != XmlNodeType.Element)
                {
                    continue;
                }

                if (xml.LocalName == "trkpt")
                {
                    bool isEmpty = xml.IsEmptyElement;
                    point = Number(xml.GetAttribute("lat")) is { } latitude && Number(xml.GetAttribute("lon")) is { } longitude ? new GpsFix(0, latitude, longitude) : null;
                    if (isEmpty && point is { } bare)
                    {
                        telemetry.Points.Add(new RawPoint(bare, true));
                        point = null;
                    }
                }
                else if (point is { } open && !xml.IsEmptyElement)
                {
                    string element = xml.LocalName;
                    point = element is "ele" or "time" or "speed" or "course" && xml.Read() && xml.NodeType == XmlNodeType.Text ? With(open, element, xml.Value) : point;
                }
            }
        }
        catch (Exception error) when (error is XmlException or ArgumentException)
        {
            // An XML reader names what is wrong by line and column.
            telemetry.Refuse($"{name} is not whole XML; {(telemetry.Points.Count == 0 ? "nothing of it could be read" : "the points before the fault were read")}.");
        }

        return telemetry;
    }

    private static GpsFix With(GpsFix point, string element, string value) => element switch
    {
        "ele" => point with { AltitudeMetres = Number(value) },
        "speed" => point with { SpeedMetresPerSecond = Number(value) },
        "course" => point with { HeadingDegrees = Number(value) },
        _ when DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time) => point with { Time = time },
        _ => point,
    };

    private static double? Number(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;
}
