using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Exports;

/// <summary>Writes exports of a run from its journal, each under its final name only when it is whole.</summary>
public static class RunExports
{
    /// <summary>Writes what every run leaves behind, and the exports that were asked for.</summary>
    /// <param name="directory">Where to.</param>
    /// <param name="source">What was found.</param>
    /// <param name="exports">The names of the exports.</param>
    public static async Task WriteAsync(RunDirectory directory, ExportSource source, IReadOnlyList<string> exports)
    {
        RunResults results = source.Results;
        await directory.WriteAsync("tracks.jsonl", stream => Write(() => TracksJsonLines.Write(stream, results)));
        await directory.WriteAsync("attributions.jsonl", stream => Write(() => AttributionsJsonLines.Write(stream, results)));
        await directory.WriteAsync("events.jsonl", stream => Write(() => EventsJsonLines.Write(stream, results.Events)));
        await directory.WriteAsync("tracks.msgpack", stream => Write(() => TracksMessagePack.Write(stream, results)));
        foreach (ExportedFile file in RunExport.All.Where(export => exports.Contains(export.Name)).SelectMany(export => export.Files))
        {
            // A clip that does not say where it was recorded is nothing unusual.
            if (!file.NeedsPlaces || source.Clip.Fixes.Count > 0)
            {
                await directory.WriteAsync(file.Name, stream => Write(() => file.Write(stream, source)));
            }
        }
    }

    /// <summary>Writes one format, which somebody has asked for by name.</summary>
    /// <param name="export">The format.</param>
    /// <param name="source">What it is made of.</param>
    /// <param name="folder">Where the files go under their own names.</param>
    /// <param name="path">The file, for a format of one file; null to write into the folder.</param>
    /// <returns>The files written.</returns>
    /// <exception cref="PixelShapException">The clip lacks what the format is about.</exception>
    public static async Task<IReadOnlyList<string>> WriteAsync(RunExport export, ExportSource source, string folder, string? path)
    {
        List<string> written = [];
        foreach (ExportedFile file in export.Files)
        {
            if (file.NeedsPlaces && source.Clip.Fixes.Count == 0)
            {
                throw new PixelShapException(
                    ExitCode.Input, "The clip does not say where it was recorded.", $"{export.Name} needs GPS in the clip or beside it; most exports do not: see pixelshap probe CLIP.");
            }

            written.Add(path ?? Path.Combine(folder, file.Name));
            await WholeFile.WriteAsync(written[^1], stream => Write(() => file.Write(stream, source)));
        }

        return written;
    }

    private static Task Write(Action write)
    {
        write();
        return Task.CompletedTask;
    }
}
