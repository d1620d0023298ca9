namespace PixelShap.Video.Media.Telemetry;

/// <summary>Numbers of clocks and places as receivers write them.</summary>
internal static class Clock
{
    /// <summary>A time, or null when the numbers are none. A year below 100 is of this century.</summary>
    public static DateTimeOffset? Of(long year, long month, long day, long hour, long minute, double second)
    {
        year += year is >= 0 and < 100 ? 2000 : 0;
        return year is >= 1990 and <= 2100 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth((int)year, (int)month)
            && hour is >= 0 and < 24 && minute is >= 0 and < 60 && second is >= 0 and < 61
                ? new DateTimeOffset((int)year, (int)month, (int)day, (int)hour, (int)minute, 0, TimeSpan.Zero).AddMilliseconds(Math.Round(second * 1000))
                : null;
    }

    /// <summary>Degrees of <c>DDMM.mmmm</c>; not a number where there are 60 minutes or more.</summary>
    public static double Degrees(double value)
    {
        double degrees = Math.Truncate(value / 100), minutes = value - (degrees * 100);
        return Math.Abs(minutes) < 60 ? degrees + (minutes / 60) : double.NaN;
    }
}
