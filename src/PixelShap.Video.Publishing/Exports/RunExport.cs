namespace PixelShap.Video.Publishing.Exports;

/// <summary>A format in which a run can be handed on.</summary>
/// <param name="Name">Its name in the setting <c>exports</c> and on the command line.</param>
/// <param name="Help">What it is, for people: a part of a sentence.</param>
/// <param name="Files">The files, each with what writes it.</param>
public sealed record RunExport(string Name, string Help, IReadOnlyList<ExportedFile> Files)
{
    /// <summary>The word of the setting for no format.</summary>
    public const string None = "none";

    /// <summary>Every format. A new one is a class and a line here.</summary>
    public static IReadOnlyList<RunExport> All { get; } =
    [
        new("mot", "MOTChallenge text", [new("tracks.mot.txt", MotText.Write)]),
        new("coco", "JSON with masks", [new("coco.json", CocoJson.Write)]),
        new("vtt", "answers as subtitles", [new("answers.vtt", AnswersVtt.Write)]),
        new("csv", "tracks and keyframes as tables", [new("tracks.csv", TracksCsv.Write), new("keyframes.csv", KeyframesCsv.Write)]),
        new("cvat", "XML 1.1 with tracks", [new("cvat.xml", CvatXml.Write)]),
        new("geojson", "the way driven, where the clip has GPS", [new("drive.geojson", DriveGeoJson.Write) { NeedsPlaces = true }]),
        new("telemetry", "places, speed and the receiver's clock as JSON lines, a table and GPX, where the clip has GPS",
        [
            new("telemetry.jsonl", (stream, source) => TelemetryFiles.WriteJsonLines(stream, source.Clip.Fixes, [])) { NeedsPlaces = true },
            new("telemetry.csv", (stream, source) => TelemetryFiles.WriteCsv(stream, source.Clip.Fixes)) { NeedsPlaces = true },
            new("drive.gpx", (stream, source) => TelemetryFiles.WriteGpx(stream, source.Clip.Fixes, InputName.Of(source.Results.Header.Input), source.Clip.RecordedAt, source.Clip.IsZoneKnown)) { NeedsPlaces = true },
        ]),
        new("mcap", "for Foxglove", [new("run.mcap", Mcap.RunMcap.Write)]),
    ];

    /// <summary>What the setting <c>exports</c> may name.</summary>
    public static IReadOnlyList<(string Name, string Help)> Choices { get; } = [.. All.Select(export => (export.Name, export.Help)), (None, "no other")];

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
