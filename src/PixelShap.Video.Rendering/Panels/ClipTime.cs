namespace PixelShap.Video.Rendering.Panels;

/// <summary>Writes times of a clip.</summary>
internal static class ClipTime
{
    /// <summary><c>m:ss</c> or <c>h:mm:ss</c>, with tenths where <paramref name="step"/> is below a second.</summary>
    internal static string Format(double seconds, double step)
    {
        bool tenths = step < 1;
        long units = (long)Math.Round(Math.Max(0, seconds) * (tenths ? 10 : 1), MidpointRounding.AwayFromZero);
        long whole = tenths ? units / 10 : units;
        string text = whole >= 3600 ? $"{whole / 3600}:{whole / 60 % 60:00}:{whole % 60:00}" : $"{whole / 60}:{whole % 60:00}";
        return tenths ? $"{text}.{units % 10}" : text;
    }
}
