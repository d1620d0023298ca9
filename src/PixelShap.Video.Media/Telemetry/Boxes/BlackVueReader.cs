using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using PixelShap.Video.Clips;
using PixelShap.Video.Media.Telemetry.Mp4;
using PixelShap.Video.Media.Telemetry.Texts;

namespace PixelShap.Video.Media.Telemetry.Boxes;

/// <summary>
/// Reads what a BlackVue hides in a box <c>free</c>: the NMEA log <c>gps </c>, the accelerations <c>3gf </c>, the model in <c>cprt</c>. Older cards have the first two as files.
/// Accelerations are divided by 10 as ExifTool does; axes and scale are not proven.
/// </summary>
internal static partial class BlackVueReader
{
    private const int Row = 10;

    public static RawTelemetry? Read(Mp4Tree file)
    {
        foreach (Mp4Box free in file.Top.Where(box => box.Type is "free" or "skip"))
        {
            Mp4Box[] boxes = [.. file.Children(free).Take(64)];
            if (Mp4Tree.Find(boxes, "gps ") is { } log)
            {
                RawTelemetry telemetry = Read(file.Read(log));
                telemetry.Device = Mp4Tree.Find(boxes, "cprt") is { } print ? Model(Encoding.Latin1.GetString(file.Read(print))) : telemetry.Device;
                if (Mp4Tree.Find(boxes, "3gf ") is { } accelerations)
                {
                    telemetry.Accelerations.AddRange(Accelerations(file.Read(accelerations)));
                }

                return telemetry;
            }
        }

        return null;
    }

    /// <summary>Reads the log.</summary>
    public static RawTelemetry Read(byte[] log)
    {
        RawTelemetry telemetry = NmeaLog.Read(Encoding.Latin1.GetString(log).Split('\n', '\r', '\0'), "BlackVue NMEA");
        telemetry.Device = "BlackVue";
        return telemetry;
    }

    /// <summary>Reads rows of milliseconds and three numbers; all ones end them.</summary>
    public static IEnumerable<AccelerationSample> Accelerations(byte[] bytes)
    {
        for (int at = 0; at + Row <= bytes.Length; at += Row)
        {
            uint milliseconds = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
            if (milliseconds == uint.MaxValue)
            {
                yield break;
            }

            yield return new AccelerationSample(milliseconds / 1000.0, new Acceleration(Tenth(at + 4), Tenth(at + 6), Tenth(at + 8)));
        }

        double Tenth(int at) => BinaryPrimitives.ReadInt16BigEndian(bytes.AsSpan(at)) / 10.0;
    }

    private static string Model(string print)
    {
        Match model = ModelPattern().Match(print);
        string name = model.Success ? model.Groups["model"].Value : print.Split(';', '\0')[0].Trim();
        name = string.Concat(name.Where(character => character is >= ' ' and <= '~').Take(60));
        return name.Contains("BlackVue", StringComparison.OrdinalIgnoreCase) ? name : $"BlackVue {name}".Trim();
    }

    [GeneratedRegex("\"model\"\\s*:\\s*\"(?<model>[^\"]{1,60})\"", RegexOptions.ExplicitCapture)]
    private static partial Regex ModelPattern();
}
