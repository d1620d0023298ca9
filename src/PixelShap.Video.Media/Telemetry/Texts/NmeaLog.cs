using System.Globalization;
using System.Text.RegularExpressions;

namespace PixelShap.Video.Media.Telemetry.Texts;

/// <summary>
/// A log of NMEA sentences, one a line, as receivers and dashcams write it. BlackVue puts the milliseconds of the camera's clock in brackets before each. RMC has
/// place, date and speed; GGA adds the height, or stands for RMC where there is none, and then a day passes where its clock goes back.
/// </summary>
internal static partial class NmeaLog
{
    private const int MostLines = 4_000_000;

    /// <summary>Reads a log.</summary>
    /// <param name="lines">Its lines.</param>
    /// <param name="source">The format, for people.</param>
    public static RawTelemetry Read(IEnumerable<string> lines, string source)
    {
        List<(NmeaSentence Sentence, long? Milliseconds)> sentences = [];
        foreach (string line in lines.Take(MostLines))
        {
            if (NmeaSentence.Read(line) is { } sentence)
            {
                Match bracket = BracketPattern().Match(line);
                sentences.Add((sentence, bracket.Success && long.TryParse(bracket.Groups["ms"].Value, CultureInfo.InvariantCulture, out long ms) ? ms : null));
            }
        }

        bool hasRmc = sentences.Exists(item => item.Sentence.IsRmc);
        long? first = sentences.Select(item => item.Milliseconds).FirstOrDefault(ms => ms is not null);
        var telemetry = new RawTelemetry(source) { Placement = first is null ? TelemetryPlacement.Log : TelemetryPlacement.Track };
        int days = 0;
        TimeSpan? before = null;
        foreach ((NmeaSentence sentence, long? milliseconds) in sentences)
        {
            double seconds = ((milliseconds ?? first ?? 0) - (first ?? 0)) / 1000.0;
            if (sentence.IsRmc)
            {
                telemetry.Points.Add(new RawPoint(sentence.Fix with { Seconds = seconds }, sentence.HasFix));
            }
            else if (!hasRmc)
            {
                days += sentence.TimeOfDay is { } time && before is { } earlier && time < earlier - TimeSpan.FromHours(12) ? 1 : 0;
                before = sentence.TimeOfDay ?? before;
                double ofDay = ((sentence.TimeOfDay ?? before ?? TimeSpan.Zero) + TimeSpan.FromDays(days)).TotalSeconds;
                telemetry.Points.Add(new RawPoint(sentence.Fix with { Seconds = first is null ? ofDay : seconds }, sentence.HasFix));
            }
            else if (sentence.AltitudeMetres is { } altitude && sentence.TimeOfDay is { } clock && telemetry.Points is [.., var last]
                && last.Fix.Time is { } at && Math.Abs((at.TimeOfDay - clock).TotalSeconds) <= 1)
            {
                telemetry.Points[^1] = last with { Fix = last.Fix with { AltitudeMetres = altitude } };
            }
        }

        int wrong = sentences.Count(item => item.Sentence.HasRightChecksum == false);
        if (wrong > 0)
        {
            telemetry.Notes.Add(string.Create(CultureInfo.InvariantCulture, $"{wrong} of {sentences.Count} sentences have a wrong checksum; they were read all the same."));
        }

        return telemetry;
    }

    [GeneratedRegex(@"^\s*\[(?<ms>\d{1,15})\]", RegexOptions.ExplicitCapture)]
    private static partial Regex BracketPattern();
}
