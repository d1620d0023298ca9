using System.CommandLine;

namespace PixelShap.Video.Cli.Commands;

/// <summary><c>pixelshap watch</c>: the same on a live camera, until it is stopped.</summary>
internal static class WatchCommand
{
    public static Command Create() => new("watch", "Analyses a live camera until it is stopped.");
}
