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
    private const double Width = 600, Height = 150, Side = 150, Border = 6, MostPoints = 600, KilometresPerHour = 3.6, MetresPerDegree = 111_195;

    /// <summary>The section; empty for a clip with fewer than two places.</summary>
    /// <param name="document"><c>run.json</c>.</param>
    public static string Html(JsonObject document)
    {
        ClipFacts clip = ClipFactsJson.Read(document["clip"]);
        if (clip.Fixes.Count < 2 || clip.Fixes[^1].Seconds <= clip.Fixes[0].Seconds)
        {
            return "";
        }

        int step = (int)Math.Ceiling(clip.Fixes.Count / MostPoints);
        GpsFix[] fixes = [.. clip.Fixes.Where((_, i) => i % step == 0 || i == clip.Fixes.Count - 1)];
        var html = new StringBuilder("<section class=\"card drive\" aria-labelledby=\"drive-title\"><div class=\"heading\"><h2 id=\"drive-title\">The drive</h2><p class=\"small\">");
        html.Append(WebUtility.HtmlEncode($"{Facts(clip, fixes)}. From {clip.FixesSource}; no map is fetched.")).Append("</p></div><div class=\"drive-drawings\">");
        if (fixes.Count(fix => fix.SpeedMetresPerSecond is not null) > 1)
        {
            html.Append(Speed(fixes));
        }

        return html.Append(Way(fixes)).Append("</div></section>").ToString();
    }

    private static string Facts(ClipFacts clip, GpsFix[] fixes)
    {
        double metres = fixes.Zip(fixes.Skip(1), Metres).Sum();
        string speed = clip.Fixes.Max(fix => fix.SpeedMetresPerSecond) is { } fastest ? string.Create(CultureInfo.InvariantCulture, $", up to {fastest * KilometresPerHour:0} km/h") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{metres / 1000:0.00} km in {fixes[^1].Seconds - fixes[0].Seconds:0} s{speed}");
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

    /// <summary>North is up; degrees of longitude are shorter by the cosine of the latitude.</summary>
    private static string Way(GpsFix[] fixes)
    {
        double shrink = Math.Cos(fixes[0].Latitude * Math.PI / 180);
        (double X, double Y)[] places = [.. fixes.Select(fix => (Turned(fix.Longitude - fixes[0].Longitude) * shrink, -fix.Latitude))];
        (double left, double up) = (places.Min(place => place.X), places.Min(place => place.Y));
        double size = Math.Max(Math.Max(places.Max(place => place.X) - left, places.Max(place => place.Y) - up), 1e-6), scale = (Side - (2 * Border)) / size;
        string line = Line(places.Select(place => (Border + ((place.X - left) * scale), Border + ((place.Y - up) * scale))));
        (double x, double y) = (Border + ((places[0].X - left) * scale), Border + ((places[0].Y - up) * scale));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<figure><svg viewBox=\"0 0 {Side} {Side}\" role=\"img\" aria-label=\"The way, north up\"><path d=\"{line}\" class=\"line\"/><circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"4\" class=\"dot\"/></svg><figcaption class=\"small\">The way, north up, from the dot; {size * MetresPerDegree:0} m across</figcaption></figure>");
    }

    /// <summary>Across the date line the short way around.</summary>
    private static double Turned(double degrees) => degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees;

    private static double Metres(GpsFix from, GpsFix to)
    {
        double north = to.Latitude - from.Latitude, east = Turned(to.Longitude - from.Longitude) * Math.Cos(from.Latitude * Math.PI / 180);
        return Math.Sqrt((north * north) + (east * east)) * MetresPerDegree;
    }

    private static string Line(IEnumerable<(double X, double Y)> points) =>
        "M" + string.Join('L', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#} {point.Y:0.#}")));
}
