using System.Text.Json.Nodes;
using PixelShap.Masking;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Reports;

/// <summary>What a report is made of.</summary>
public sealed record ReportSource
{
    /// <summary>What was found.</summary>
    public required RunResults Results { get; init; }

    /// <summary><c>run.json</c>: settings, versions and summary for the record; empty where there is none.</summary>
    public required JsonObject Document { get; init; }

    /// <summary>The program and its version.</summary>
    public required string Product { get; init; }

    /// <summary>The annotated video; null where there is none, and then the pictures of the keyframes stand for it.</summary>
    public ReportVideo? Video { get; init; }

    /// <summary>The pictures that the model was shown.</summary>
    public required IReportPictures Pictures { get; init; }

    /// <summary>
    /// Where pictures and video may come from besides the page itself, as sources of a content security policy. The default value is empty: nowhere.
    /// </summary>
    public string Elsewhere { get; init; } = "";

    /// <summary>What is left out for others. The default value is nothing.</summary>
    public ReportSharing Sharing { get; init; } = ReportSharing.All;

    /// <summary>Where a reader can go from here. The default value is nowhere.</summary>
    public IReadOnlyList<ReportLink> Links { get; init; } = [];

    /// <summary>The names of the files that lie beside the page and can be taken along. The default value is none.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>What is missing in this report and how to get it, for the reader; may be empty.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A place beside a report.</summary>
/// <param name="Id">The name of its element.</param>
/// <param name="Text">What it is called.</param>
/// <param name="Address">Its address relative to the page.</param>
public sealed record ReportLink(string Id, string Text, string Address);

/// <summary>The annotated video of a report.</summary>
/// <param name="Path">The file whose bytes the page holds; null where <paramref name="Address"/> says where it is.</param>
/// <param name="Address">Its address relative to the page; null where the page holds it.</param>
/// <param name="Width">Pixels in a row of the video.</param>
/// <param name="Height">Rows of the video.</param>
/// <param name="Picture">Where the picture of the clip is in it; the rest is its panel, which the page replaces.</param>
/// <param name="OffsetSeconds">What the clock of the video lacks to the clock of the run.</param>
public sealed record ReportVideo(string? Path, string? Address, int Width, int Height, PixelBox Picture, double OffsetSeconds)
{
    /// <summary>The annotated video as <c>run</c> and <c>watch</c> draw it.</summary>
    /// <param name="path">The file whose bytes the page holds; null where <paramref name="address"/> says where it is.</param>
    /// <param name="address">Its address relative to the page; null where the page holds it.</param>
    /// <param name="results">What was found.</param>
    /// <param name="originSeconds">The time of the run at which the video begins, where <c>run</c> moved its clock to 0; else 0.</param>
    public static ReportVideo Of(string? path, string? address, RunResults results, double originSeconds)
    {
        ArgumentNullException.ThrowIfNull(results);
        SceneLayout layout = SceneLayout.For(results.Header.Width, results.Header.Height);
        return new ReportVideo(path, address, layout.Width, layout.Height, layout.Picture, originSeconds);
    }
}
