using PixelShap.Video.Runs.Configuration;

namespace PixelShap.Video.Publishing.Exports;

/// <summary>A format in which a run can be handed on.</summary>
/// <param name="Name">Its name in the setting <c>exports</c> and on the command line.</param>
/// <param name="Files">The files, each with what writes it.</param>
public sealed record RunExport(string Name, IReadOnlyList<ExportedFile> Files)
{
    /// <summary>Every format.</summary>
    public static IReadOnlyList<RunExport> All { get; } =
    [
        new(ExportNames.Mot, [new("tracks.mot.txt", MotText.Write)]),
        new(ExportNames.Coco, [new("coco.json", CocoJson.Write)]),
        new(ExportNames.Vtt, [new("answers.vtt", AnswersVtt.Write)]),
        new(ExportNames.Csv, [new("tracks.csv", TracksCsv.Write), new("keyframes.csv", KeyframesCsv.Write)]),
        new(ExportNames.Cvat, [new("cvat.xml", CvatXml.Write)]),
        new(ExportNames.Geojson, [new("drive.geojson", DriveGeoJson.Write) { NeedsPlaces = true }]),
        new(ExportNames.Mcap, [new("run.mcap", Mcap.RunMcap.Write)]),
    ];

    /// <summary>The format of a name.</summary>
    /// <exception cref="PixelShapException">There is no such format.</exception>
    public static RunExport Find(string name) => All.FirstOrDefault(export => export.Name == name)
        ?? throw new PixelShapException(
            ExitCode.Usage, $"There is no export '{name}'.", $"Allowed: {string.Join(", ", All.Select(export => export.Name))}.");
}

/// <summary>A file of an export.</summary>
/// <param name="Name">Its name in the run directory.</param>
/// <param name="Write">Writes it.</param>
public sealed record ExportedFile(string Name, Action<Stream, ExportSource> Write)
{
    /// <summary>Whether there is nothing to write for a clip that does not say where it was recorded. The default value is false.</summary>
    public bool NeedsPlaces { get; init; }
}
