using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PixelShap.Video.Clips;
using PixelShap.Video.Publishing.Reports;

namespace PixelShap.Video.Publishing.Tests.Reports;

public sealed partial class ReportDriveTests
{
    private static readonly ClipFacts s_clip = new()
    {
        FixesSource = "NMEA in <b>.nmea",
        Fixes =
        [
            new GpsFix(0, 52.5, 13.4) { SpeedMetresPerSecond = 10 },
            new GpsFix(10, 52.5009, 13.4) { SpeedMetresPerSecond = 20 },
            new GpsFix(20, 52.5009, 13.4 + (0.0009 / Math.Cos(52.5 * Math.PI / 180))) { SpeedMetresPerSecond = 0 },
        ],
    };

    [Fact]
    public void The_way_goes_north_then_as_far_east_and_the_speed_up_and_down()
    {
        string html = ReportDrive.Html(Document(s_clip));

        // 0.0009 degrees are 100 metres; north is up, where y is small.
        Assert.Contains("0.20 km in 20 s, up to 72 km/h", html, StringComparison.Ordinal);
        Assert.Contains("NMEA in &lt;b&gt;.nmea", html, StringComparison.Ordinal);
        string[] lines = [.. Lines().Matches(html).Select(match => match.Groups[1].Value)];
        Assert.Equal(2, lines.Length);
        double[] speed = Numbers(lines[0]), way = Numbers(lines[1]);
        Assert.True(speed[3] < speed[1] && speed[1] < speed[5]);
        Assert.Equal([6, 144, 6, 6, 144, 6], way);
        Assert.DoesNotContain("http", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clip_without_a_way_has_no_drawing()
    {
        Assert.Empty(ReportDrive.Html([]));
        Assert.Empty(ReportDrive.Html(Document(s_clip with { Fixes = [s_clip.Fixes[0]] })));
    }

    private static JsonObject Document(ClipFacts clip) => new() { ["clip"] = ClipFactsJson.Write(clip) };

    private static double[] Numbers(string path) => [.. path.Split(['M', 'L', ' '], StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture))];

    [GeneratedRegex("<path d=\"(M[^\"]*)\" class=\"line\"/>")]
    private static partial Regex Lines();
}
