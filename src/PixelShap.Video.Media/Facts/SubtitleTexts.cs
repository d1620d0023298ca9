using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using PixelShap.Video.Media.Probing;
using PixelShap.Video.Media.Processes;

namespace PixelShap.Video.Media.Facts;

/// <summary>The texts of a subtitle track with their times on the clock of the clip.</summary>
internal static partial class SubtitleTexts
{
    private const int LongestText = 4000;

    // More than a text per frame for three hours is no subtitle track.
    private const int MostTexts = 400_000;

    public static async IAsyncEnumerable<(double Seconds, string Text)> ReadAsync(
        string path, int stream, FfmpegTools tools, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using ChildProcess process = await ChildProcess.StartAsync(
            tools, tools.Ffmpeg,
            ["-nostdin", "-v", "error", "-copyts", .. InputFile.Arguments(path), "-map", string.Create(CultureInfo.InvariantCulture, $"0:{stream}"), "-c:s", "srt", "-f", "srt", "pipe:1"]);
        using var reader = new StreamReader(process.StandardOutput, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, 1 << 14, leaveOpen: true);
        var text = new StringBuilder();
        double? at = null;
        for (int count = 0; count < MostTexts && await reader.ReadLineAsync(cancellationToken) is { } line;)
        {
            Match time = TimePattern().Match(line);
            if (!time.Success)
            {
                if (text.Length < LongestText)
                {
                    text.Append(line).Append('\n');
                }

                continue;
            }

            if (at is { } before)
            {
                count++;
                yield return (before, Clean(text));
            }

            at = (Number(time, "h") * 3600) + (Number(time, "m") * 60) + Number(time, "s") + (Number(time, "f") / 1000);
            text.Clear();
        }

        if (at is { } last)
        {
            yield return (last, Clean(text));
        }
    }

    /// <summary>Without the tags of styled texts.</summary>
    private static string Clean(StringBuilder text) => TagPattern().Replace(text.ToString(), " ");

    private static double Number(Match match, string group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<h>\d+):(?<m>\d\d):(?<s>\d\d)[,.](?<f>\d{3}) --> ", RegexOptions.ExplicitCapture)]
    private static partial Regex TimePattern();

    [GeneratedRegex(@"<[^>]{0,200}>|\{\\[^}]{0,200}\}")]
    private static partial Regex TagPattern();
}
