namespace PixelShap.Video.Rendering.Panels;

/// <summary>Writes times of a clip.</summary>
public static class ClipTime
{
    /// <summary><c>m:ss</c> or <c>h:mm:ss</c>, with tenths where <paramref name="step"/> is below a second.</summary>
    /// <param name="seconds">The time; below 0 counts as 0.</param>
    /// <param name="step">How far apart the times are that stand together, in seconds.</param>
    public static string Format(double seconds, double step)
    {
        bool tenths = step < 1;
        long units = (long)Math.Round(Math.Max(0, seconds) * (tenths ? 10 : 1), MidpointRounding.AwayFromZero);
        long whole = tenths ? units / 10 : units;
        string text = whole >= 3600 ? $"{whole / 3600}:{whole / 60 % 60:00}:{whole % 60:00}" : $"{whole / 60}:{whole % 60:00}";
        return tenths ? $"{text}.{units % 10}" : text;
    }
}
