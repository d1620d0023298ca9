using System.CommandLine;
using PixelShap.Video.Cli.Sharing;

namespace PixelShap.Video.Cli.Commands;

/// <summary><c>pixelshap publish</c>: a folder of runs as pages that can be put anywhere.</summary>
internal static class PublishCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("FOLDER") { Description = "A folder with run directories, or one run directory." };
        var output = new Option<string?>("--output", "--out", "-o") { Description = "The folder to write the pages to; made where it is not there.", HelpName = "DIR" };
        Option<bool> noPersons = SharingOptions.NoPersons(), noAnswers = SharingOptions.NoAnswers();
        var command = new Command("publish", "Writes the reports of a folder of runs and a page that lists them, as plain files that need no server and ask nothing of any other place.")
        {
            folder, output, noPersons, noAnswers,
        };
        command.SetAction((parsed, _) => PublishRun.RunAsync(parsed.GetRequiredValue(folder), parsed.GetValue(output), SharingOptions.Of(parsed, noPersons, noAnswers) with { IsPublished = true }));
        return command;
    }
}
