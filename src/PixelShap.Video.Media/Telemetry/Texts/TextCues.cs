using System.Buffers.Binary;
using System.Text;
using PixelShap.Video.Clips;
using PixelShap.Video.Media.Telemetry.Mp4;

namespace PixelShap.Video.Media.Telemetry.Texts;

/// <summary>Reads places out of texts with times: the text track of an MP4 (Thinkware, DJI, NMEA, Garmin's PNDM) or an SRT file beside a clip.</summary>
internal static class TextCues
{
    private const int MostTexts = 2_000_000, LongestText = 4096, PndmLength = 20;

    /// <summary>Degrees of a whole number that goes around the globe in 2³² steps.</summary>
    private const double Semicircle = 180.0 / 2_147_483_648;

    /// <summary>Reads the first text track that holds places; null without one.</summary>
    public static RawTelemetry? Read(Mp4Tree file)
    {
        foreach (Mp4Track track in file.Tracks.Where(track => track.Handler is "text" or "sbtl" or "subt" || track.Format is "text" or "tx3g"))
        {
            var garmin = new RawTelemetry("Garmin PNDM") { Device = "Garmin" };
            List<(double, string)> texts = [];
            foreach (Mp4Sample sample in track.Samples().Take(MostTexts))
            {
                byte[] bytes = file.Read(sample.Offset, Math.Min(sample.Size, LongestText));
                if (bytes.Length < 2)
                {
                    continue;
                }

                if (Pndm(bytes, sample.Seconds) is { } point)
                {
                    garmin.Points.Add(point);
                    continue;
                }

                int length = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(bytes), bytes.Length - 2);
                texts.Add((sample.Seconds, Encoding.UTF8.GetString(bytes, 2, length)));
            }

            RawTelemetry telemetry = garmin.Points.Count > 0 ? garmin : Read(texts, "a text track");
            if (telemetry.Points.Count > 0)
            {
                return telemetry;
            }
        }

        return null;
    }

    /// <summary>Reads texts with their seconds.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="source">Where they lie, for people.</param>
    public static RawTelemetry Read(IEnumerable<(double Seconds, string Text)> texts, string source)
    {
        List<RawPoint> points = [];
        int sentences = 0, thinkware = 0;
        foreach ((double seconds, string text) in texts)
        {
            if (NmeaSentence.Read(text) is { } sentence)
            {
                sentences++;
                thinkware += text.Contains("gsensor", StringComparison.Ordinal) ? 1 : 0;
                points.Add(new RawPoint(sentence.Fix with { Seconds = seconds }, sentence.HasFix));
            }
            else if (GpsText.ReadAny(text) is { } reading)
            {
                points.Add(new RawPoint(
                    new GpsFix(seconds, reading.Latitude, reading.Longitude)
                    {
                        AltitudeMetres = reading.AltitudeMetres,
                        SpeedMetresPerSecond = reading.SpeedMetresPerSecond,
                        HeadingDegrees = reading.HeadingDegrees,
                        Time = GpsText.Time(text)?.Time,
                        IsUtc = false,
                    },
                    true));
            }
        }

        bool isNmea = sentences > 0;
        var telemetry = new RawTelemetry(thinkware > 0 ? $"Thinkware NMEA in {source}" : isNmea ? $"NMEA in {source}" : $"places in {source}")
        {
            Clock = isNmea ? TelemetryClock.Utc : TelemetryClock.Local,
            Device = thinkware > 0 ? "Thinkware" : "",
        };
        telemetry.Points.AddRange(points);
        return telemetry;
    }

    /// <summary>Garmin: a length, the letters PNDM, miles an hour at 8, latitude at 12 and longitude at 16, big-endian as ExifTool reads it.</summary>
    private static RawPoint? Pndm(ReadOnlySpan<byte> bytes, double seconds) => bytes.Length < PndmLength || !bytes.Slice(2, 4).SequenceEqual("PNDM"u8)
        ? null
        : new RawPoint(
            new GpsFix(seconds, BinaryPrimitives.ReadInt32BigEndian(bytes[12..]) * Semicircle, BinaryPrimitives.ReadInt32BigEndian(bytes[16..]) * Semicircle)
            {
                SpeedMetresPerSecond = BinaryPrimitives.ReadUInt16BigEndian(bytes[8..]) * 0.44704,
            },
            true);
}
