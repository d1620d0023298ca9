using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Evaluation.Events;
using PixelShap.Video.Events;
using PixelShap.Video.Files;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Cli.Commands.Eval;

/// <summary><c>pixelshap eval events</c>: the events of finished runs against the true ones.</summary>
internal static class EvalEventsCommand
{
    private const string TruthRemedy = "Name with --truth the folder with the truth of each clip, NAME.json for NAME.mp4.";

    public static Command Create()
    {
        var runs = new Argument<string[]>("RUN_DIR") { Description = "The directories of finished runs.", Arity = ArgumentArity.OneOrMore };
        var truth = new Option<string?>("--truth")
        {
            Description = "The folder with the truth of each clip, NAME.json for NAME.mp4, with its events: the form of sample-videos. Without it, and for clips that it does not hold, what was found is listed.",
            HelpName = "DIR",
        };
        var signals = new Option<bool>("--signals") { Description = "Prints, in place of the events, what each picture told: a table with commas, one line a frame." };
        var json = new Option<bool>("--json") { Description = "Prints JSON." };
        var command = new Command("events", "Scores the events of finished runs against the true ones: the same kind within 0.3 s.") { runs, truth, signals, json };
        command.SetAction(parsed =>
        {
            TextWriter output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(truth) is { } checkedFolder)
            {
                InputFolder.Check(checkedFolder, TruthRemedy);
            }

            var score = new EventScore();
            foreach (string path in parsed.GetRequiredValue(runs))
            {
                RecordedRun run = RecordedRun.Open(path);
                RunWarnings.Show(Consoles.Error(), run, "the measurement");
                if (parsed.GetValue(signals))
                {
                    WriteSignals(output, run.Results);
                    continue;
                }

                string? file = parsed.GetValue(truth) is { } folder ? Path.Combine(folder, Path.ChangeExtension(Path.GetFileName(run.Results.Header.Input), ".json")) : null;
                score.Add(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), run.Results.Events, File.Exists(file) ? TrueEvents.Read(file) : null);
            }

            if (parsed.GetValue(json))
            {
                output.WriteLine(JsonSerializer.Serialize(score.Matches, EventsJson.Default.IReadOnlyListEventMatch));
            }
            else if (!parsed.GetValue(signals))
            {
                Write(output, score);
            }
        });
        return command;
    }

    private static void Write(TextWriter output, EventScore score)
    {
        foreach (EventMatch one in score.Matches)
        {
            string verdict = one.True is null ? "not in the truth" : one.Found is null ? "missed" : one.IsRight ? "right" : "at another time";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.Run,-26} {one.Kind,-15} true {one.True?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-",6} found {one.Found?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-",6} strength {one.Strength?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-",4}  {verdict}"));
        }

        int known = score.Matches.Count(one => one.True is not null);
        output.WriteLine($"{score.Matches.Count(one => one.IsRight)} of {known} true events found within {EventScore.Tolerance.ToString(CultureInfo.InvariantCulture)} s; {score.Matches.Count(one => one.True is null)} others found, of these {score.Matches.Count(one => one is { True: null, Kind: EventKinds.Impact or EventKinds.NearMiss })} impacts or near misses");
    }

    private static void WriteSignals(TextWriter output, RunResults run)
    {
        output.WriteLine("t,brightness,detail,likeness,shift_x,shift_y,growth,turn,unrest,looming,looming_x,looming_y,flames,unchanged");
        foreach (JournalFrame frame in run.ReadFrames(withMasks: false))
        {
            if (frame.Signals is { } s)
            {
                double[] values = [frame.Seconds, s.Brightness, s.Detail, s.Likeness, s.ShiftX, s.ShiftY, s.Growth, s.Turn, s.Unrest, s.Looming, s.LoomingX, s.LoomingY, s.Flames, s.Unchanged];
                output.WriteLine(string.Join(',', values.Select(value => value.ToString("0.#####", CultureInfo.InvariantCulture))));
            }
        }
    }
}

/// <summary>The JSON of the measurement.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(IReadOnlyList<EventMatch>))]
internal sealed partial class EventsJson : JsonSerializerContext;
