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

            var table = new Table().Border(TableBorder.None).AddColumns("Setting", "Default", "Allowed", "Meaning");
            foreach ((string key, string value, string allowed, string description) in ConfigurationSchema.Settings(Registries.Choices))
            {
                table.AddRow(new Markup($"[bold]{Markup.Escape(key)}[/]"), new Text(value), new Text(allowed), new Text(description));
            }

            Consoles.Output().Write(table);
        });
        return command;
    }
}
