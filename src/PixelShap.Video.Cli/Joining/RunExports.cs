using PixelShap.Video.Review.Exports;
using PixelShap.Video.Runs;

namespace PixelShap.Video.Cli.Joining;

/// <summary>Writes every export of a run from its journal, each under its final name only when it is whole.</summary>
internal static class RunExports
{
    public static async Task WriteAsync(RunDirectory directory, RunResults results)
    {
        await directory.WriteAsync("tracks.jsonl", stream => Write(stream, results, TracksJsonLines.Write));
        await directory.WriteAsync("attributions.jsonl", stream => Write(stream, results, AttributionsJsonLines.Write));
        await directory.WriteAsync("tracks.msgpack", stream => Write(stream, results, TracksMessagePack.Write));
    }

    private static Task Write(Stream stream, RunResults results, Action<Stream, RunResults> write)
    {
        write(stream, results);
        return Task.CompletedTask;
    }
}
