using System.CommandLine;
using System.Globalization;
using PixelShap.Video.Events;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Cli.Commands.Eval;

/// <summary><c>pixelshap eval events</c>.</summary>
internal static class EvalEventsCommand
{
    public static Command Create()
    {
        var runs = new Argument<string[]>("RUN_DIR") { Description = "The directories of finished runs.", Arity = ArgumentArity.OneOrMore };
        var signals = new Option<bool>("--signals") { Description = "Prints what each picture tells." };
        var command = new Command("events", "Prints signals.") { runs, signals };
        command.SetAction(parsed =>
        {
            foreach (string path in parsed.GetRequiredValue(runs))
            {
                RecordedRun recorded = RecordedRun.Open(path);
                TextWriter output = parsed.InvocationConfiguration.Output;
                if (parsed.GetValue(signals))
                {
                    output.WriteLine("t,bright,detail,like,sx,sy,growth,turn,unrest,loom,lx,ly,flames,unchanged");
                    foreach (JournalFrame frame in recorded.Results.ReadTracks())
                    {
                        if (frame.Signals is { } s)
                        {
                            output.WriteLine(string.Join(',', new double[] { frame.Seconds, s.Brightness, s.Detail, s.Likeness, s.ShiftX, s.ShiftY, s.Growth, s.Turn, s.Unrest, s.Looming, s.LoomingX, s.LoomingY, s.Flames, s.Unchanged }.Select(v => v.ToString("0.#####", CultureInfo.InvariantCulture))));
                        }
                    }

                    continue;
                }

                foreach (DrivingEvent one in recorded.Results.Events)
                {
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(path)),-26} {one.Seconds,7:0.00} {one.Kind,-15} {one.Strength:0.00} {one.Evidence} [{string.Join(',', one.Tracks)}]"));
                }
            }
        });
        return command;
    }
}
