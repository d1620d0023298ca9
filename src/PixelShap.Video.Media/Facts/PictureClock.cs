using System.Globalization;
using System.Text;
using PixelShap.Video.Media.Probing;
using PixelShap.Video.Media.Processes;

namespace PixelShap.Video.Media.Facts;

/// <summary>
/// The clock that a camera burned into its pictures, read by Tesseract where that is installed. It counts only if it runs: several moments of the clip must agree on
/// one second 0, so that a date in a title, a sign or a misread digit is no clock.
/// </summary>
public static class PictureClock
{
    /// <summary>Names the program; empty for none. Without it, <c>tesseract</c> is looked for on the PATH.</summary>
    public const string Variable = "PIXELSHAP_TESSERACT";

    /// <summary>
    /// The upper and the lower edge of the picture, where cameras write, large enough to be read, three times: what is bright, what is white, and as it is (as dark text on light).
    /// </summary>
    private const string Edges =
        "split[a][b];[a]crop=iw:ih*0.12:0:0[t];[b]crop=iw:ih*0.12:0:ih*0.88[u];[t][u]vstack,scale=1920:-2:flags=lanczos,format=gray,split=3[x][y][z];"
        + "[x]lutyuv=y='if(gt(val,180),0,255)'[bright];[y]lutyuv=y='if(gt(val,232),0,255)'[white];[z]negate[plain];[bright][white][plain]vstack=3";

    private const int Moments = 6, LeastAgreeing = 3;
    private const double LongestSeconds = 8, LeastSpanSeconds = 2, SlackSeconds = 0.15, LeastUncertaintySeconds = 0.5;

    /// <summary>Where the program is; null where it is not.</summary>
    public static string? Locate() => Environment.GetEnvironmentVariable(Variable) is { } named
        ? File.Exists(named) ? named : null
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, "tesseract")).FirstOrDefault(File.Exists);

    /// <summary>Reads it.</summary>
    /// <param name="path">The clip.</param>
    /// <param name="start">The first time on its own clock, in seconds.</param>
    /// <param name="duration">How long it is, in seconds.</param>
    /// <param name="tools">Where FFmpeg is.</param>
    /// <param name="tesseract">Where Tesseract is.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>What it says of the second 0; null without such a clock.</returns>
    internal static async Task<PictureTime?> ReadAsync(string path, double start, double duration, FfmpegTools tools, string tesseract, CancellationToken cancellationToken)
    {
        double step = Math.Min(LongestSeconds, duration - 0.2) / (Moments - 1);
        if (step * (Moments - 1) < LeastSpanSeconds)
        {
            return null;
        }

        var readings = new List<(double, IReadOnlyList<DateTime>)>();

        // Most clips have no such clock: two moments show that.
        foreach (int moment in (int[])[0, 3, 1, 2, 4, 5])
        {
            double at = moment * step;
            readings.Add((start + at, ClockText.Times(await TextAsync(path, at, tools, tesseract, cancellationToken))));
            if (readings.Count == 2 && readings.TrueForAll(reading => reading.Item2.Count == 0))
            {
                return null;
            }
        }

        return Agreed(readings);
    }

    /// <summary>The second 0 on which most moments agree. A clock shows whole seconds, so that each moment tells it to one second, and all of them together better.</summary>
    /// <param name="readings">For each moment its time on the clock of the clip and the times that were read.</param>
    internal static PictureTime? Agreed(IReadOnlyList<(double At, IReadOnlyList<DateTime> Times)> readings)
    {
        var found = new List<(int Count, DateTime Zero, double Uncertainty)>();
        foreach ((double at, IReadOnlyList<DateTime> times) in readings)
        {
            foreach (DateTime time in times)
            {
                DateTime first = time.AddSeconds(-at), last = first.AddSeconds(1);
                List<double> agreeing = [];
                foreach ((double other, IReadOnlyList<DateTime> theirs) in readings)
                {
                    if (theirs.Select(read => read.AddSeconds(-other)).Cast<DateTime?>().FirstOrDefault(zero => zero < last.AddSeconds(SlackSeconds) && zero.Value.AddSeconds(1 + SlackSeconds) > first) is { } fits)
                    {
                        agreeing.Add(other);
                        (first, last) = (fits > first ? fits : first, fits.AddSeconds(1) < last ? fits.AddSeconds(1) : last);
                    }
                }

                if (agreeing.Count >= LeastAgreeing && agreeing.Max() - agreeing.Min() >= LeastSpanSeconds)
                {
                    found.Add((agreeing.Count, first + ((last - first) / 2), Math.Max((last - first).TotalSeconds / 2, LeastUncertaintySeconds)));
                }
            }
        }

        if (found.Count == 0)
        {
            return null;
        }

        (int most, DateTime best, double uncertainty) = found.MaxBy(one => one.Count);
        return new PictureTime(best, uncertainty) { IsDayUnsure = found.Exists(one => one.Count == most && Math.Abs((one.Zero - best).TotalHours) > 1) };
    }

    private static async Task<string> TextAsync(string path, double at, FfmpegTools tools, string tesseract, CancellationToken cancellationToken)
    {
        string picture = Path.Combine(Path.GetTempPath(), $"pixelshap-clock-{Guid.NewGuid():N}.png");
        try
        {
            await RunAsync(tools.Ffmpeg, ["-nostdin", "-v", "error", "-ss", at.ToString("0.###", CultureInfo.InvariantCulture), .. InputFile.Arguments(path), "-frames:v", "1", "-vf", Edges, "-y", picture]);

            // Its threads wait for each other longer than they work.
            return File.Exists(picture) ? await RunAsync("/usr/bin/env", ["OMP_THREAD_LIMIT=1", tesseract, picture, "-", "--psm", "6"]) : "";
        }
        finally
        {
            File.Delete(picture);
        }

        async Task<string> RunAsync(string program, string[] arguments)
        {
            await using ChildProcess process = await ChildProcess.StartAsync(tools, program, arguments);
            using var reader = new StreamReader(process.StandardOutput, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, 1 << 12, leaveOpen: true);
            string text = await reader.ReadToEndAsync(cancellationToken);
            await process.WaitAsync(cancellationToken);
            return text;
        }
    }
}

/// <summary>What a clock in the pictures says.</summary>
/// <param name="Zero">The camera's local time at the second 0 of the clip's own clock.</param>
/// <param name="Uncertainty">How far it may be off, in seconds.</param>
internal sealed record PictureTime(DateTime Zero, double Uncertainty)
{
    /// <summary>Whether day and month cannot be told apart, so that it is of no use.</summary>
    public bool IsDayUnsure { get; init; }
}
