using System.CommandLine;
using System.Globalization;
using PixelShap.Video.Files;
using PixelShap.Video.Rendering.Panels;
using PixelShap.Video.Web.Library;

namespace PixelShap.Video.Cli.Commands;

/// <summary><c>pixelshap search</c>: finds runs and moments by what was seen, asked and answered.</summary>
internal static class SearchCommand
{
    public static Command Create()
    {
        var words = new Argument<string[]>("WORDS") { Description = "Words, all of which a run must have: in answers, verdicts, events, classes, questions, names. What stands in quotation marks is one.", Arity = ArgumentArity.ZeroOrMore };
        var folder = new Option<string>("--in") { Description = "The folder with the runs, in it or in folders below it.", HelpName = "FOLDER", DefaultValueFactory = _ => "runs" };
        var verdict = new Option<string?>("--verdict") { Description = "Only runs with a moment of this verdict: objects, region, scene, alternatives, wording, unrepeatable, refused, nothing.", HelpName = "KIND" };
        var kind = new Option<string?>("--event") { Description = "Only runs with an event of this kind, for example near_miss.", HelpName = "KIND" };
        var className = new Option<string?>("--class") { Description = "Only runs with this class among the three that mattered most.", HelpName = "CLASS" };
        Option<string?> since = DayOption.Since("Only what was recorded, or else analysed, on this day or later.");
        var json = new Option<bool>("--json") { Description = "Prints JSON." };
        var command = new Command("search", "Finds runs and moments by what was seen, asked and answered.") { words, folder, verdict, kind, className, since, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            string root = parsed.GetRequiredValue(folder);
            InputFolder.Check(root, "Name with --in a folder with directories that 'run' or 'watch' left.");
            string[] typed = parsed.GetValue(words) ?? [];
            IReadOnlyList<FoundRun> runs = RunFinder.Find(
                root,
                new RunQuery(
                    string.Join(' ', typed.Select(word => word.Contains(' ', StringComparison.Ordinal) && typed.Length > 1 && !word.Contains('"', StringComparison.Ordinal) ? $"\"{word}\"" : word)),
                    parsed.GetValue(verdict) ?? "", parsed.GetValue(kind) ?? "", parsed.GetValue(className) ?? "", DayOption.Read(parsed.GetValue(since))),
                cancellationToken);
            TextWriter output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                output.WriteLine(RunFinder.Json(runs));
            }
            else
            {
                Write(output, runs);
            }

            return Task.FromResult((int)ExitCode.Done);
        });
        return command;
    }

    private static void Write(TextWriter output, IReadOnlyList<FoundRun> runs)
    {
        foreach (FoundRun run in runs)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Path}  {run.Date?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "no date"}  {run.Clip}"));
            if (run.Note.Length > 0)
            {
                output.WriteLine($"    {run.Note}");
            }

            foreach ((double? seconds, string kind, string text) in run.Moments)
            {
                output.WriteLine($"    {(seconds is { } at ? ClipTime.Format(at, 0.1) : "all"),8}  {kind}: {text.ReplaceLineEndings(" ")}");
            }
        }

        output.WriteLine(runs.Count switch
        {
            0 => "Nothing was found.",
            1 => "1 run",
            _ => $"{runs.Count} runs",
        });
    }
}
