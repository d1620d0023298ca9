using System.CommandLine;

namespace PixelShap.Video.Cli.Commands.Fleet;

internal static class FleetCamerasCommand
{
    public static Command Create() => new("cameras", "todo");
}
