using System.Globalization;
using PixelShap.Video.Clips;
using PixelShap.Video.Media.Drives;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;

namespace PixelShap.Video.Cli.Composition;

/// <summary>What a run is of, as the user named it: one file, several, or a folder.</summary>
/// <param name="named">The files and folders.</param>
/// <param name="view">Which view; null for the first.</param>
/// <param name="number">Which of several drives, from 1; null where there is only one.</param>
internal sealed class DriveChoice(IReadOnlyList<string> named, string? view, int? number)
{
    private const int MostListed = 5;

    /// <summary>What a run directory is called that has no name yet.</summary>
    public string Name => (Directory.Exists(named[0]) ? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(named[0]))) : Path.GetFileNameWithoutExtension(named[0]))
        + (number is { } drive ? $"-{drive.ToString(CultureInfo.InvariantCulture)}" : "") + (view is null ? "" : $"-{view.Replace(' ', '-')}");

    /// <summary>Finds the files, looks at each and puts them in order.</summary>
    /// <param name="reading">What the user says of their times.</param>
    /// <param name="observer">Is shown the progress.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="PixelShapException">There are none, there are several drives, or there is no such view.</exception>
    public async Task<ClipInput> FindAsync(ClipConfiguration reading, IRunObserver observer, CancellationToken cancellationToken)
    {
        bool isFolder = named.Any(Directory.Exists);
        if (named.Count == 1 && !isFolder)
        {
            return view is null && number is null ? named[0]
                : throw new PixelShapException(ExitCode.Usage, $"{named[0]} is one file, and {(view is null ? "--drive" : "--view")} is about a folder of them.", "Name the folder, or leave the option out.");
        }

        string[] files = [.. named.SelectMany(path => Directory.Exists(path) ? DriveFolder.Videos(path) : [path]).Select(Path.GetFullPath)];
        if (files.Length == 0)
        {
            throw DriveFolder.WithoutVideos(named[0]);
        }

        if (files.CountBy(file => file).FirstOrDefault(file => file.Value > 1).Key is { } twice)
        {
            throw new PixelShapException(ExitCode.Usage, $"{twice} is named twice.", "Name each file once.");
        }

        var given = RecordingTime.Parse(reading.Time, reading.Zone);
        List<ClipSurvey> surveys = [];
        await observer.ShowAsync(
            () => RunProgress.Of("looking at the files", surveys.Count, files.Length),
            async () =>
            {
                foreach (string file in files)
                {
                    ClipSurvey survey = await ClipSurvey.ReadAsync(file, given.WithoutTime, cancellationToken);
                    surveys.Add(survey.WithoutTelemetry());
                }
            });
        string folder = isFolder && named.Count == 1 ? named[0] : Common(files);
        Drive drive = isFolder ? Chosen(DriveFolder.Of(surveys), folder) : DriveFolder.One(surveys);
        DriveView chosen = Chosen(drive);
        ClipInput input = DrivePlan.Of(folder, chosen, given, reading.FrameRate);
        string[] others = [.. drive.Views.Where(other => other != chosen).Select(NameOf)];
        return others.Length == 0 || view is not null ? input
            : input with { Notes = [$"The {NameOf(chosen)} view is taken; there {(others.Length == 1 ? "is" : "are")} also {string.Join(", ", others)}: --view takes another.", .. input.Notes] };
    }

    private Drive Chosen(IReadOnlyList<Drive> drives, string folder)
    {
        if (number is { } wanted)
        {
            return drives.ElementAtOrDefault(wanted - 1) ?? throw new PixelShapException(
                ExitCode.Usage, $"There is no drive {wanted} in {folder}: {(drives.Count == 1 ? "it holds one" : $"it holds {drives.Count}")}.", $"'pixelshap probe {folder}' lists them.");
        }

        return drives.Count == 1 ? drives[0] : throw new PixelShapException(
            ExitCode.Usage,
            $"{folder} holds {drives.Count} drives: {string.Join("; ", drives.Take(MostListed).Select(Line))}{(drives.Count > MostListed ? "; …" : "")}.",
            $"Say which with --drive N ('pixelshap probe {folder}' lists them), or name the files.");
    }

    private static string Line(Drive drive, int index)
    {
        int files = drive.Views.Sum(each => each.Files.Count);
        string begins = drive.Begins is { } at ? at.ToString(" yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "";
        return $"{index + 1}: {(drive.Maker.Length > 0 ? drive.Maker : "unknown maker")}{begins}, {files} file{(files == 1 ? "" : "s")}";
    }

    private DriveView Chosen(Drive drive)
    {
        if (view is null)
        {
            return drive.Views.FirstOrDefault(each => each.Name == "front") ?? drive.Views[0];
        }

        return drive.Views.FirstOrDefault(each => each.Name.Equals(view, StringComparison.OrdinalIgnoreCase)) ?? throw new PixelShapException(
            ExitCode.Usage,
            $"The drive has no view '{view}'.",
            drive.Views is [{ Name: "" }] ? "It has only one: leave --view out." : $"It has: {string.Join(", ", drive.Views.Select(NameOf))}.");
    }

    private static string NameOf(DriveView view) => view.Name.Length > 0 ? view.Name : "unnamed";

    /// <summary>The folder that all files lie in.</summary>
    private static string Common(string[] files)
    {
        string folder = Path.GetDirectoryName(files[0])!;
        while (!files.All(file => file.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
