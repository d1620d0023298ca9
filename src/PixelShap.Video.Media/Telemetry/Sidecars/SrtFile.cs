using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PixelShap.Video.Media.Telemetry.Texts;

namespace PixelShap.Video.Media.Telemetry.Sidecars;

/// <summary>Reads an SRT file beside a clip, as DJI's drones write it: times of the clip, then places in words.</summary>
internal static partial class SrtFile
{
    private const int LongestText = 4096;

    public static RawTelemetry Read(IEnumerable<string> lines, string name) => TextCues.Read(Cues(lines), name);

    private static IEnumerable<(double Seconds, string Text)> Cues(IEnumerable<string> lines)
    {
        double? at = null;
        var text = new StringBuilder();
        foreach (string line in lines)
        {
            Match time = TimePattern().Match(line);
            if (!time.Success)
            {
                text.Append(text.Length < LongestText ? line + "\n" : "");
                continue;
            }

            if (at is { } before)
            {
                yield return (before, text.ToString());
            }

            at = (Number(time, "h") * 3600) + (Number(time, "m") * 60) + Number(time, "s") + (Number(time, "f") / 1000);
            text.Clear();
        }

        if (at is { } last)
        {
            yield return (last, text.ToString());
        }
    }

    private static double Number(Match match, string group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s*(?<h>\d{1,4}):(?<m>\d\d):(?<s>\d\d)[,.](?<f>\d{3})\s*-->", RegexOptions.ExplicitCapture)]
    private static partial Regex TimePattern();
}
