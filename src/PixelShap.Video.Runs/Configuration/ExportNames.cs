namespace PixelShap.Video.Runs.Configuration;

/// <summary>The names of the exports.</summary>
public static class ExportNames
{
    /// <summary>MOTChallenge text.</summary>
    public const string Mot = "mot";

    /// <summary>COCO JSON with run lengths.</summary>
    public const string Coco = "coco";

    /// <summary>The answers as WebVTT subtitles.</summary>
    public const string Vtt = "vtt";

    /// <summary>Tables.</summary>
    public const string Csv = "csv";

    /// <summary>CVAT XML 1.1 with tracks.</summary>
    public const string Cvat = "cvat";

    /// <summary>GeoJSON, where the clip says where it was recorded.</summary>
    public const string Geojson = "geojson";

    /// <summary>MCAP for Foxglove.</summary>
    public const string Mcap = "mcap";

    /// <summary>No export.</summary>
    public const string None = "none";
}
