using System.Globalization;

namespace PixelShap.Video.Cli.Commands;

/// <summary>Reads times as people write them: <c>12.5</c>, <c>1:02.5</c>, <c>1:00:02</c>.</summary>
internal static class ReviewTime
{
    /// <summary>The seconds; null for null.</summary>
    /// <exception cref="PixelShapException">It is no time.</exception>
    public static double? Parse(string? text, string option)
    {
        if (text is null)
        {
            return null;
        }

        string[] parts = text.Split(':');
        double seconds = 0;
        bool isTime = parts.Length <= 3;
        for (int i = 0; i < parts.Length && isTime; i++)
        {
            NumberStyles style = i == parts.Length - 1 ? NumberStyles.AllowDecimalPoint : NumberStyles.None;
            isTime = double.TryParse(parts[i], style, CultureInfo.InvariantCulture, out double part) && (i == 0 || part < 60);
            seconds = (seconds * 60) + part;
        }

        return isTime
            ? seconds
            : throw new PixelShapException(ExitCode.Usage, $"'{option} {text}' is no time.", $"Write seconds or h:mm:ss, for example {option} 12.5 or {option} 1:02.5.");
    }
}
