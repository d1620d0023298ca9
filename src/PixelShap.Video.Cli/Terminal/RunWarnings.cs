using System.Globalization;
using PixelShap.Video.Runs.Results;
using Spectre.Console;

namespace PixelShap.Video.Cli.Terminal;

/// <summary>Says what is missing from a run before something is made of it.</summary>
internal static class RunWarnings
{
    /// <param name="console">Where it is said.</param>
    /// <param name="run">The run.</param>
    /// <param name="product">What is made of it.</param>
    public static void Show(IAnsiConsole console, RecordedRun run, string product)
    {
        if (run.Results.Damage is { } damage)
        {
            console.MarkupLineInterpolated($"[yellow]warning:[/] The journal is damaged ({damage}): {product} ends at {Clock(run.Results.Seconds.End)}.");
        }
        else if (!run.IsComplete)
        {
            console.MarkupLineInterpolated($"[yellow]warning:[/] The run did not come to its end: {product} ends at {Clock(run.Results.Seconds.End)}. The same 'pixelshap run' finishes it.");
        }
    }

    /// <summary>A time of the clip, for people.</summary>
    internal static string Clock(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 60)}:{seconds % 60:00.0##}");
}
