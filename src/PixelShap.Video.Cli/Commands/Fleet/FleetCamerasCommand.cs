using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Files;
using PixelShap.Video.Fleet.Cameras;
using PixelShap.Video.Fleet.Queues;
using PixelShap.Video.Runs.Configuration;
using Spectre.Console;

namespace PixelShap.Video.Cli.Commands.Fleet;

/// <summary><c>pixelshap fleet cameras</c>: what the fleet watches.</summary>
internal static class FleetCamerasCommand
{
    private const int MostBytes = 64 << 20;

    public static Command Create()
    {
        var places = new FleetPlaces();
        var list = new Option<string?>("--cameras")
        {
            Description = "A list as 'pixelshap watch --cameras' takes it: new cameras are watched, changed ones begin anew. Passwords stand in it as ${VARIABLE}, which the workers know.",
            HelpName = "FILE",
        };
        var remove = new Option<string[]>("--remove") { Description = "A camera that is no longer watched. May be repeated.", HelpName = "NAME" };
        var json = new Option<bool>("--json") { Description = "Prints the cameras as JSON." };
        Command command = places.AddTo(new Command("cameras", "Shows, sets and removes the cameras of the fleet. Each is watched by one worker; when that one dies, by another within seconds."));
        foreach (Option option in (Option[])[list, remove, json])
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, _) =>
        {
            IReadOnlyList<(string, string)>? entries = parsed.GetValue(list) is { } file ? CameraEntries.Split(ReadText(file), file) : null;
            await using FleetSession session = await FleetSession.OpenAsync(places.Read(parsed));
            var table = new CameraTable(session.Database);
            if (entries is not null)
            {
                await table.SetAsync(entries, session.Stop);
                await FeedAsync(session);
            }

            if (parsed.GetValue(remove) is { Length: > 0 } names)
            {
                await table.RemoveAsync(names, session.Stop);
            }

            Show(await table.ListAsync(session.Stop), parsed.GetValue(json));
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static async Task FeedAsync(FleetSession session)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(session.Stop);
            patience.CancelAfter(TimeSpan.FromSeconds(10));
            await new CameraFeeder(session.Database, session.Queue, session.Options).FeedAsync(patience.Token);
        }
        catch (Exception exception) when (FleetQueue.IsPassing(exception) && !session.Stop.IsCancellationRequested)
        {
            Consoles.Error().WriteLine("The queue does not answer; a worker fills it when it is back.");
        }
    }

    private static string ReadText(string path)
    {
        try
        {
            return RegularFile.ReadText(path, MostBytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Usage, $"The list of cameras {path} cannot be read: {Cause.Of(exception)}.", "Name a YAML file such as pipelines/cameras.yaml.", exception);
        }
    }

    private static void Show(List<CameraLine> cameras, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(cameras, JsonSerializerOptions.Web));
            return;
        }

        var table = new Table().AddColumns("camera", "state", "worker", "since (UTC)", "why not");
        cameras.ForEach(camera => table.AddRow(
            camera.Name, camera.State, Markup.Escape(camera.Owner ?? ""), camera.Since.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), Markup.Escape(camera.Reason ?? "")));
        Consoles.Output().WriteTable(table);
    }
}
