using System.CommandLine;
using PixelShap.Video.Cli.Audits;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Evaluation.Audits;
using PixelShap.Video.Files;
using PixelShap.Video.Runs.Results;
using Spectre.Console;

namespace PixelShap.Video.Cli.Commands;

/// <summary><c>pixelshap audit</c>: what answers rest on over many runs, and whether a colour decides.</summary>
internal static class AuditCommand
{
    private const string Remedy = "Name a folder with directories that 'run' or 'watch' left.";

    public static Command Create()
    {
        var folder = new Argument<string>("FOLDER") { Description = "The folder with the runs, in it or in folders below it." };
        var since = DayOption.Since("Only runs that were begun on this day or later.");
        var csv = new Option<string?>("--csv") { Description = "Writes every figure as a table with commas, too.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Prints JSON." };
        var command = new Command("audit", "Tells, over many runs, what the answers of each model rest on: kinds of verdict, classes, and colours, which should not matter. Intervals count clips, not keyframes.")
        {
            folder, since, csv, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string root = parsed.GetRequiredValue(folder);
            DateTimeOffset? from = DayOption.Read(parsed.GetValue(since));
            InputFolder.Check(root, Remedy);
            (IReadOnlyList<SubjectAudit> results, int runs, IReadOnlyList<string> left) = FolderAudit.Read(root, from, cancellationToken);
            if (runs == 0)
            {
                throw new PixelShapException(ExitCode.Input, $"{root} holds no finished run{(from is null ? "" : " of that time")}{(left.Count > 0 ? $"; {left[0]}" : ".")}", Remedy);
            }

            foreach (string why in left)
            {
                Consoles.Error().WriteLine($"left out: {why}");
            }

            if (parsed.GetValue(csv) is { } table)
            {
                await WholeFile.WriteAsync(table, stream => Task.Run(() => AuditTable.WriteCsv(stream, results), cancellationToken));
            }

            TextWriter output = parsed.InvocationConfiguration.Output;
            output.WriteLine(parsed.GetValue(json) ? AuditTable.Text(results) : AuditText.Of(results, runs));
            return (int)ExitCode.Done;
        });
        return command;
    }
}
