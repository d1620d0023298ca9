using System.CommandLine;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Runs.Configuration;
using Spectre.Console;

namespace PixelShap.Video.Cli.Commands;

/// <summary><c>pixelshap settings</c>: every setting of a pipeline file, or the JSON schema of it.</summary>
internal static class SettingsCommand
{
    public static Command Create()
    {
        var schema = new Option<bool>("--schema") { Description = "Prints the JSON schema that editors use." };
        var command = new Command("settings", "Lists every setting of a pipeline file with its default and what it allows.") { schema };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(schema))
            {
                Console.Out.Write(ConfigurationSchema.ToJson(Registries.Choices));
                return;
            }

            IAnsiConsole console = Consoles.Output();
            foreach ((string key, string value, string allowed, string description) in ConfigurationSchema.Settings(Registries.Choices))
            {
                console.MarkupLineInterpolated($"[bold]{key}[/]: {value}  [grey]({allowed})[/]");
                console.Write(new Padder(new Text(description), new Padding(4, 0, 0, 0)));
                console.WriteLine();
            }
        });
        return command;
    }
}
