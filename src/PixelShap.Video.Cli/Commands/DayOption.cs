using System.CommandLine;
using System.Globalization;

namespace PixelShap.Video.Cli.Commands;

/// <summary>The option <c>--since</c>: a day of this machine's zone.</summary>
internal static class DayOption
{
    public static Option<string?> Since(string description) => new("--since") { Description = description, HelpName = "YYYY-MM-DD" };

    /// <summary>When the day begins; null where none was named.</summary>
    public static DateTimeOffset? Read(string? text) => text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Local))
        : throw new PixelShapException(ExitCode.Usage, $"--since is '{text}'.", "Write a day as 2026-11-21.");
}
