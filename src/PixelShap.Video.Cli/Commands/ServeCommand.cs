using System.CommandLine;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Language;
using PixelShap.Video.Web;

namespace PixelShap.Video.Cli.Commands;

/// <summary><c>pixelshap serve</c>: the pages in the browser, on this machine: all runs of a folder, and what more can be asked of them.</summary>
internal static class ServeCommand
{
    private const int UsualPort = 8077;
    private const string UsualFolder = "runs";

    public static Command Create()
    {
        var folder = new Argument<string?>("FOLDER")
        {
            Description = $"A folder of runs, or one run directory. Default: {UsualFolder} where there is one, else the current directory.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var input = new Option<string?>("--input", "-i") { Description = "The clip of a single run, where it is no longer where it was analysed.", HelpName = "FILE" };
        var port = new Option<int>("--port", "-p")
        {
            Description = $"The port; 0 for any free one. Default: {UsualPort}.",
            HelpName = "N",
            DefaultValueFactory = _ => UsualPort,
        };
        var listen = new Option<string>("--listen")
        {
            Description = $"The address. Others than 127.0.0.1 ask for a token: that of {WorkbenchToken.Variable}, else a new one, which is printed.",
            HelpName = "ADDRESS",
            DefaultValueFactory = _ => "127.0.0.1",
        };
        var host = new Option<string[]>("--host") { Description = "A name besides the address by which it may be called, for example that of a proxy. May be repeated.", HelpName = "NAME" };
        var pipeline = new Option<string?>("--pipeline") { Description = "The settings of runs that are started on the page. Default: pipeline.yaml in the current directory, else built-in defaults.", HelpName = "FILE" };
        var command = new Command("serve", "Shows runs in the browser, on this machine alone, until Ctrl-C: a library of all, the report of each, and what-if: hide road users and ask again.")
        {
            folder, input, port, listen, host, pipeline,
        };
        command.SetAction(async (parsed, _) =>
        {
            int number = parsed.GetValue(port);
            if (number is < 0 or > 65535)
            {
                throw new PixelShapException(ExitCode.Usage, $"--port is {number}.", "Allowed: 0 to 65535.");
            }

            string name = parsed.GetRequiredValue(listen);
            if (!IPAddress.TryParse(name == "localhost" ? "127.0.0.1" : name, out IPAddress? address))
            {
                throw new PixelShapException(ExitCode.Usage, $"--listen is '{name}', which is no address.", "Allowed: an address of this machine, or 0.0.0.0 for all.");
            }

            PipelineFile settings = PipelineFile.Find(parsed.GetValue(pipeline), "pipeline.yaml");

            // What is wrong with the settings is said now, not with the first run.
            settings.Read([]);
            (string? token, bool isMade) = WorkbenchToken.For(address);
            var options = new WorkbenchOptions
            {
                Folder = parsed.GetValue(folder) ?? (Directory.Exists(UsualFolder) ? UsualFolder : "."),
                Input = parsed.GetValue(input),
                Address = address,
                Port = number,
                Hosts = parsed.GetValue(host) ?? [],
                Token = token,
                BaseDirectory = settings.Directory,
                Settings = settings.Read,
                OpenLog = path => new RunLog(path, Consoles.Error(), verbose: false),
                Models = [.. Providers.Choices.Select(choice => (choice.Name, choice.Help, choice.Name is Providers.Narrator or Providers.Glance))],
                Samples = SampleDrives.Find(),
            };
            using var interruption = new Interruption(() => { });
            await using ServiceProvider services = Services.Create();
            await using Workbench workbench = await Workbench.StartAsync(options, services.GetRequiredService<WorkbenchParts>());
            Console.Out.WriteLine($"{workbench.Address}{(isMade ? $"?token={token}" : "")}  (Ctrl-C ends it)");
            await workbench.WaitAsync(interruption.Stop);
            return (int)ExitCode.Done;
        });
        return command;
    }
}
