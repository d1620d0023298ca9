using System.Globalization;
using System.Text.RegularExpressions;

namespace PixelShap.Video.Media.Telemetry.Texts;

/// <summary>
/// Finds a latitude and a longitude as people and cameras write them: decimal degrees with point or comma, or degrees, minutes and seconds; with the words for
/// them in many languages, or with the letters of the hemispheres before or behind; in either order.
/// </summary>
internal static partial class Coordinates
{
    // The letter O is West in French and Spanish and East in German, so it is not read.
    private const string Value =
        """(?<deg>[-+]?\d{1,3}([.,]\d+)?)(\s*[°º]\s*((?<min>\d{1,2}([.,]\d+)?)\s*['’′]\s*((?<sec>\d{1,2}([.,]\d+)?)\s*("|″|”|'')?)?)?)?""";

    private const string LatitudeWords =
        "lat(itude?|itud|itudine)?|(geogr\\.?\\s*)?breite(ngrad)?|breedtegraad|breddgrad|bredde(grad)?|leveysaste|szerokość|šířka|širina|szélesség|enlem|широта|纬度|緯度|위도";

    private const string LongitudeWords =
        "lon(g|gt?itude?|gitud|gitudine)?|lng|(geogr\\.?\\s*)?l(ä|ae)nge(ngrad)?|lengtegraad|l(ä|e)ngdgrad|lengde(grad)?|længde(grad)?|pituusaste|długość|délka|dolžina|hosszúság|boylam|долгота|经度|經度|経度|경도";

    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    /// <summary>The place that stands in a text; null when there is none.</summary>
    public static (double Latitude, double Longitude)? Read(string text) => Labelled(text) ?? Hemispheres(BeforePattern(), text) ?? Hemispheres(BehindPattern(), text);

    private static (double Latitude, double Longitude)? Labelled(string text) =>
        Signed(LatitudePattern().Match(text)) is { } latitude && Signed(LongitudePattern().Match(text)) is { } longitude ? (latitude, longitude) : null;

    /// <summary>The first northing and the first easting, whichever comes first.</summary>
    private static (double Latitude, double Longitude)? Hemispheres(Regex pattern, string text)
    {
        double? latitude = null, longitude = null;
        foreach (Match match in pattern.Matches(text))
        {
            bool isLatitude = match.Groups["h"].Value.ToUpperInvariant() is "N" or "S";
            latitude ??= isLatitude ? Signed(match) : null;
            longitude ??= isLatitude ? null : Signed(match);
        }

        return latitude is { } north && longitude is { } east ? (north, east) : null;
    }

    /// <summary>Degrees, south and west negative; null for a whole number, which may be anything, and for minutes or seconds that are none.</summary>
    private static double? Signed(Match match)
    {
        if (!match.Success)
        {
            return null;
        }

        string degrees = match.Groups["deg"].Value;
        double minutes = Parse(match.Groups["min"].Value), seconds = Parse(match.Groups["sec"].Value);
        bool hasMinutes = match.Groups["min"].Success;
        if (minutes >= 60 || seconds >= 60 || (!hasMinutes && !degrees.AsSpan().ContainsAny('.', ',')))
        {
            return null;
        }

        double value = Math.Abs(Parse(degrees)) + (minutes / 60) + (seconds / 3600);
        bool negative = degrees.StartsWith('-') || match.Groups["h"].Value.ToUpperInvariant() is "S" or "W";
        return negative ? -value : value;
    }

    private static double Parse(string text) => text.Length == 0 ? 0 : double.Parse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<!\p{L})(" + LatitudeWords + @")\s*[:=]?\s*((?<h>[NS])\s*)?" + Value + @"(\s*(?<h>[NS])(?!\p{L}))?", Options)]
    private static partial Regex LatitudePattern();

    [GeneratedRegex(@"(?<!\p{L})(" + LongitudeWords + @")\s*[:=]?\s*((?<h>[EW])\s*)?" + Value + @"(\s*(?<h>[EW])(?!\p{L}))?", Options)]
    private static partial Regex LongitudePattern();

    [GeneratedRegex(@"(?<![\p{L}\d])(?<h>[NSEW])\s*:?\s*" + Value, Options)]
    private static partial Regex BeforePattern();

    [GeneratedRegex(@"(?<![\d.,])" + Value + @"\s*(?<h>[NSEW])(?!\p{L})", Options)]
    private static partial Regex BehindPattern();
}
