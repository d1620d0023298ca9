using System.CommandLine;

namespace PixelShap.Video.Cli.Commands.Fleet;

/// <summary><c>pixelshap fleet</c>: many machines.</summary>
internal static class FleetCommand
{
    public static Command Create() => new("fleet", "Many machines: runs from a queue, cameras with failover, one truth in PostgreSQL. See docs/fleet.md.")
    {
        FleetWorkerCommand.Create(),
        FleetSubmitCommand.Create(),
        FleetStatusCommand.Create(),
        FleetCamerasCommand.Create(),
        FleetSteering.CreateCancel(),
        FleetSteering.CreateRetry(),
        FleetSteering.CreateDrain(),
        FleetLimitsCommand.Create(),
    };
}
