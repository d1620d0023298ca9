using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PixelShap.Video.Clips;

namespace PixelShap.Video.Publishing.Reports;

/// <summary>
/// Draws the way of the camera and its speed, where the clip has GPS: two drawings in the page itself. There is no map below the line: its tiles would come from elsewhere, and tell
/// somebody there where the clip was recorded.
/// </summary>
internal static class ReportDrive
{
    private const double Width = 600, Height = 150, Side = 150, Border = 6, KilometresPerHour = 3.6;

    /// <summary>The section; empty for a clip with fewer than two places.</summary>
    /// <param name="document"><c>run.json</c>.</param>
    public static string Html(JsonObject document)
    {
        ClipFacts clip = ClipFactsJson.Read(document["clip"]);
        if (DriveWay.Of(clip.Fixes) is not { } way)
        {
            return "";
        }

        int step = (clip.Fixes.Count + DriveWay.MostPlaces - 1) / DriveWay.MostPlaces;
        GpsFix[] fixes = [.. clip.Fixes.Where((_, i) => i % step == 0 || i == clip.Fixes.Count - 1)];
        var html = new StringBuilder("<section class=\"card drive\" aria-labelledby=\"drive-title\"><div class=\"heading\"><h2 id=\"drive-title\">The drive</h2><p class=\"small\">");
        html.Append(WebUtility.HtmlEncode($"{Facts(clip, way)}. From {clip.FixesSource}; no map is fetched.")).Append("</p></div><div class=\"drive-drawings\">");
        if (fixes.Count(fix => fix.SpeedMetresPerSecond is not null) > 1)
        {
            html.Append(Speed(fixes));
        }

        return html.Append(Way(way)).Append("</div></section>").ToString();
    }

    private static string Facts(ClipFacts clip, DriveWay way)
    {
        string speed = clip.Fixes.Max(fix => fix.SpeedMetresPerSecond) is { } fastest ? string.Create(CultureInfo.InvariantCulture, $", up to {fastest * KilometresPerHour:0} km/h") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{way.Metres / 1000:0.00} km in {way.Places[^1].Seconds - way.Places[0].Seconds:0} s{speed}");
    }

    private static string Speed(GpsFix[] fixes)
    {
        double from = fixes[0].Seconds, to = fixes[^1].Seconds;
        double top = Math.Max(10, Math.Ceiling(fixes.Max(fix => fix.SpeedMetresPerSecond ?? 0) * KilometresPerHour / 10) * 10);
        string line = Line(fixes.Where(fix => fix.SpeedMetresPerSecond is not null)
            .Select(fix => (Border + ((fix.Seconds - from) / (to - from) * (Width - (2 * Border))), Height - Border - (fix.SpeedMetresPerSecond!.Value * KilometresPerHour / top * (Height - (2 * Border))))));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<figure><svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"Speed over time, from 0 to {top} km/h\"><path d=\"M0 {Height - Border}H{Width}\" class=\"axis\"/><path d=\"{line}\" class=\"line\"/></svg><figcaption class=\"small\">Speed, 0 to {top} km/h, from {from:0.0} to {to:0.0} s</figcaption></figure>");
    }

    /// <summary>North is up.</summary>
    private static string Way(DriveWay way)
    {
        double scale = (Side - (2 * Border)) / Math.Max(way.MetresAcross, 0.1);
        string line = Line(way.Places.Select(At));
        (double x, double y) = At(way.Places[0]);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<figure><svg viewBox=\"0 0 {Side} {Side}\" role=\"img\" aria-label=\"The way, north up\"><path d=\"{line}\" class=\"line\"/><circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"4\" class=\"dot\"/></svg><figcaption class=\"small\">The way, north up, from the dot; {way.MetresAcross:0} m across</figcaption></figure>");

        (double X, double Y) At(WayPlace place) => (Border + ((place.East - way.Left) * scale), Border + ((way.High - place.North) * scale));
    }

    private static string Line(IEnumerable<(double X, double Y)> points) =>
        "M" + string.Join('L', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#} {point.Y:0.#}")));
}
