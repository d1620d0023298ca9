using System.Globalization;
using System.Text.RegularExpressions;

namespace PixelShap.Video.Media.Facts;

/// <summary>
/// Finds the date and time that a camera burned into its pictures, in what a reader of characters made of a picture: a year of four digits with numbers for month and day, in either
/// order, and hours, minutes and seconds. Characters that such readers confuse with digits count as these.
/// </summary>
internal static partial class ClockText
{
    private const int Year = 2000, LastYear = 2100;

    /// <summary>Every time that the text may mean, without repeats: a day and a month that cannot be told apart give two.</summary>
    /// <param name="text">The text, line by line.</param>
    public static IReadOnlyList<DateTime> Times(string text)
    {
        var times = new List<DateTime>();
        foreach (string line in text.Split('\n'))
        {
            string digits = Confused().Replace(line, match => match.Value is "O" or "o" or "Q" ? "0" : "1");
            foreach (Match date in Date().Matches(digits))
            {
                // The time stands behind the date on nearly every camera, before it on some.
                Match time = Time().Match(digits, date.Index + date.Length);
                time = time.Success ? time : Time().Match(digits[..date.Index]);
                if (time.Success && Hour(time) is { } hour)
                {
                    times.AddRange(Days(date).Select(day => day.Add(new TimeSpan(hour, Whole(time, "min"), Whole(time, "s")))).Where(found => !times.Contains(found)));
                }
            }
        }

        return times;
    }

    private static IEnumerable<DateTime> Days(Match date)
    {
        int year = Whole(date, "y"), first = Whole(date, "a"), second = Whole(date, "b");
        (int Month, int Day)[] readings = date.Groups["first"].Success ? [(first, second)] : first == second ? [(first, second)] : [(second, first), (first, second)];
        return year is < Year or > LastYear ? [] : readings.Where(reading => reading.Month is >= 1 and <= 12 && reading.Day >= 1 && reading.Day <= DateTime.DaysInMonth(year, reading.Month))
            .Select(reading => new DateTime(year, reading.Month, reading.Day));
    }

    private static int? Hour(Match time)
    {
        int hour = Whole(time, "h");
        return Whole(time, "min") > 59 || Whole(time, "s") > 59 ? null : time.Groups["half"].Value switch
        {
            "" => hour <= 23 ? hour : null,
            "A" or "a" => hour is >= 1 and <= 12 ? hour % 12 : null,
            _ => hour is >= 1 and <= 12 ? (hour % 12) + 12 : null,
        };
    }

    private static int Whole(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    /// <summary>A letter between or beside digits and their separators.</summary>
    [GeneratedRegex(@"(?<=[\d/:-])[OoQIl|](?=[\d/: -]|$)|(?<=^|[ /:-])[OoQIl|](?=[\d])")]
    private static partial Regex Confused();

    [GeneratedRegex(@"(?<!\d)(?:(?<first>(?<y>\d{4})[-/.](?<a>\d\d?)[-/.](?<b>\d\d?))|(?<a>\d\d?)[-/.](?<b>\d\d?)[-/.](?<y>\d{4}))(?!\d)")]
    private static partial Regex Date();

    [GeneratedRegex(@"(?<!\d)(?<h>\d\d?)[:;.](?<min>\d\d)[:;.](?<s>\d\d)(?!\d)\s*((?<half>[AaPp])[Mm])?")]
    private static partial Regex Time();
}
