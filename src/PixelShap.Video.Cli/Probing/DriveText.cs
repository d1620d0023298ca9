using System.Globalization;
using PixelShap.Video.Media.Drives;
using Spectre.Console;

namespace PixelShap.Video.Cli.Probing;

/// <summary>The drives of a folder in lines for people.</summary>
internal static class DriveText
{
    public static void Show(IAnsiConsole console, IReadOnlyList<Drive> drives, string folder, int copies)
    {
        int number = 0;
        foreach (Drive drive in drives)
        {
            int files = drive.Views.Sum(view => view.Files.Count);
            string begins = drive.Begins is { } at ? at.ToString(", yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "";
            console.WriteLine($"drive {++number}: {(drive.Maker.Length > 0 ? drive.Maker : "unknown maker")}{begins}, {Counted(files, "file")}");
            foreach (DriveView view in drive.Views)
            {
                double seconds = view.Files.Sum(file => file.Clip.Video?.DurationSeconds ?? 0);
                console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {(view.Name.Length > 0 ? view.Name : "only view")}: {Counted(view.Files.Count, "file")}, {seconds:0.0} s of pictures"));
                foreach (DriveFile file in view.Files)
                {
                    console.WriteLine($"    {Line(file, folder)}");
                }
            }

            if (drive.Views.SelectMany(view => view.Files).Select(file => file.Clip).FirstOrDefault(clip => clip.Facts.RecordedAt is not null) is { } dated)
            {
                console.WriteLine($"  clock: {SurveyText.Recorded(dated.Facts)}");
            }
            else
            {
                console.WriteLine("  clock: unknown");
            }

            if (drive.Views[0].Files[0].Clip.Facts.Event is { } happened)
            {
                console.WriteLine($"  event: {SurveyText.Happened(happened)}");
            }
        }

        if (copies > 0)
        {
            console.WriteLine($"{Counted(copies, "small copy", "small copies")} of other files left out");
        }
    }

    private static string Line(DriveFile file, string folder)
    {
        string joint = file.Joint switch
        {
            DriveJoint.First => "first",
            DriveJoint.Joined => "follows",
            DriveJoint.Gap => string.Create(CultureInfo.InvariantCulture, $"after a gap of {file.Seconds:0.0} s"),
            DriveJoint.Overlap => string.Create(CultureInfo.InvariantCulture, $"overlaps by {file.Seconds:0.0} s"),
            DriveJoint.AfterUnknownLength => string.Create(CultureInfo.InvariantCulture, $"begins {file.Seconds:0.0} s after it"),
            _ => "follows by its number",
        };
        string length = file.Clip.Video?.DurationSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s") : $"damaged: {Said(file.Clip)}";
        string mode = file.Clip.Mode.Length > 0 ? $", {file.Clip.Mode}" : "";
        string points = file.Clip.Facts.Fixes.Count > 0 ? $", {file.Clip.Facts.FixesSource}" : file.Clip.Facts.UnreadTelemetry is { } why ? $", {why}" : "";
        return $"{Path.GetRelativePath(folder, file.Clip.Path)}  {length}, {joint}{mode}{points}";
    }

    /// <summary>The line names the file already.</summary>
    private static string Said(ClipSurvey clip) => clip.Problem?.Message.TrimEnd('.').Replace(clip.Path, "it", StringComparison.Ordinal).Replace(Path.GetFileName(clip.Path), "it", StringComparison.Ordinal) ?? "it states no length";

    private static string Counted(int count, string one, string? many = null) => count == 1 ? $"1 {one}" : $"{count} {many ?? one + "s"}";
}
