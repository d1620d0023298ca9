using System.Globalization;
using PixelShap.Video.Events;
using PixelShap.Video.Runs.Results;
using Spectre.Console;

namespace PixelShap.Video.Cli.Terminal;

/// <summary>Prints what happened on a drive.</summary>
internal static class EventReport
{
    private const int MostRows = 10;

    /// <summary>Prints the events in order of time, of many the strongest; nothing where nothing happened.</summary>
    public static void Show(IAnsiConsole console, RunResults results)
    {
        IReadOnlyList<DrivingEvent> events = results.Events;
        if (events.Count == 0)
        {
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("When", "What happened", "Who", "Seen by");
        foreach (DrivingEvent one in events.OrderByDescending(each => each.Strength).Take(MostRows).OrderBy(each => each.Seconds))
        {
            string who = string.Join(", ", one.Tracks.Select(track => $"{results.ClassOf(track, "object")} {track}"));
            string what = Markup.Escape(EventKinds.Words(one.Kind));
            table.AddRow(
                string.Create(CultureInfo.InvariantCulture, $"{(int)(one.Seconds / 60)}:{one.Seconds % 60:00.0}"),
                one.Strength >= 0.5 ? $"[bold yellow]{what}[/]" : what,
                Markup.Escape(who),
                Markup.Escape(one.Evidence));
        }

        console.MarkupLineInterpolated($"[bold]What happened[/]{(events.Count > MostRows ? $" (the {MostRows} strongest of {events.Count}: events.jsonl)" : "")}");
        console.WriteTable(table);
    }
}
