using System.Globalization;
using System.Numerics;
using PixelShap.Video.Clips;
using PixelShap.Video.Media.Probing;
using PixelShap.Video.Time;

namespace PixelShap.Video.Media.Drives;

/// <summary>
/// Gives every file of a view its place on one clock, that of the first file. Files that follow each other are joined tick by tick: the next begins where the pictures of the
/// last end, whatever the whole seconds of a name say. Clocks place only what lies behind a gap, and what overlaps.
/// </summary>
public static class DrivePlan
{
    private const long FinestTimeBase = 1_000_000;

    /// <summary>How far the clock of satellites may be off for it to place a file better than its name.</summary>
    private const double SureSeconds = 0.5;

    /// <summary>Places the files of a view.</summary>
    /// <param name="folder">What the drive is called: the folder of its files.</param>
    /// <param name="view">The files in their order.</param>
    /// <param name="given">What the user says of the time.</param>
    /// <param name="frameRate">Pictures a second of bare streams; 0 for what they state. The default value is 0.</param>
    /// <exception cref="PixelShapException">None of them can be read, or their pictures differ in size.</exception>
    public static ClipInput Of(string folder, DriveView view, RecordingTime given, double frameRate = 0)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(given);
        DriveFile model = view.Files.FirstOrDefault(file => file.Clip.Probe is not null) ?? throw view.Files[0].Clip.Problem!;
        CheckSizes(view, model);
        Rational timeBase = Common([.. view.Files.Select(file => file.Clip.Probe?.Info.TimeBase).OfType<Rational>().Distinct()]);
        double[] lengths = [.. view.Files.Select(file => LengthOf(file.Clip, frameRate)).OfType<double>().Order()];
        double usual = lengths.Length > 0 ? lengths[lengths.Length / 2] : 0;
        List<DrivePart> parts = [];
        List<ClipFacts> facts = [];
        List<string> notes = [];
        (DriveFile File, MediaTime Begin, MediaTime End)? last = null, anchor = null;
        bool isBroken = false;
        foreach (DriveFile file in view.Files)
        {
            string name = InputFile.Shown(Path.GetFileName(file.Clip.Path));
            MediaTime origin = (file.Clip.Probe?.StreamBegin ?? new MediaTime(0, timeBase)).Rescale(timeBase);
            MediaTime begin = last is { } before ? PlaceOf(file, before) : origin, shift = new(begin.Ticks - origin.Ticks, timeBase);
            bool isAfterGap = last is { } left && (isBroken || begin.Seconds - left.End.Seconds > DriveFolder.JointSeconds);
            MediaTime? end = file.Clip.Probe?.StreamEnd is { } stated ? new MediaTime(stated.Rescale(timeBase).Ticks + shift.Ticks, timeBase)
                : LengthOf(file.Clip, frameRate) is { } counted ? new MediaTime(begin.Ticks + InTicks(counted), timeBase)
                : null;
            MediaTime ends = end ?? new MediaTime(begin.Ticks + InTicks(usual), timeBase);
            MediaTime shownFrom = last is { } shown && shown.End > begin ? shown.End : begin;
            anchor = anchor is null || begin != last!.Value.End ? (file, begin, ends) : anchor;
            if (file.Clip.Probe is null && !Mp4Salvage.IsUnindexed(file.Clip.Path))
            {
                notes.Add($"{name} cannot be read, and there is a gap in its place: {file.Clip.Problem?.Message}");
                if (parts.Count == 0)
                {
                    // The clock of the drive begins with what can be seen.
                    (last, anchor) = (null, null);
                    continue;
                }

                (last, isBroken) = ((file, begin, ends), true);
                continue;
            }

            if (end is not null && ends <= shownFrom)
            {
                notes.Add($"{name} is left out: all that it shows is in the file before it.");
                continue;
            }

            if (shownFrom > begin)
            {
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"The first {shownFrom.Seconds - begin.Seconds:0.0} s of {name} are left out: the file before it shows them too."));
            }

            double rate = file.Clip.Probe is null ? model.Clip.Probe!.Info.AverageFrameRate?.ToDouble() ?? 0 : 0;
            parts.Add(new DrivePart(Path.GetFullPath(file.Clip.Path), shownFrom, shift) { End = end, IsAfterGap = isAfterGap && shownFrom == begin, FrameRate = rate });
            facts.Add(file.Clip.Facts);
            (last, isBroken) = ((file, begin, ends), false);
        }

        var drive = new ClipInput(folder) { View = view.Name, Parts = parts, Notes = notes };
        return drive with { Facts = DriveFacts.Of(drive, facts, given) };

        MediaTime PlaceOf(DriveFile file, (DriveFile File, MediaTime Begin, MediaTime End) before)
        {
            if (ByClock(before) is { } placed && Math.Abs(placed.Seconds - before.End.Seconds) > DriveFolder.JointSeconds)
            {
                return placed;
            }

            // What is lost at each joint is less than clocks of whole seconds tell, and adds up.
            return ByClock(anchor!.Value) is { } late && late.Seconds - before.End.Seconds > DriveFolder.JointSeconds ? late : before.End;

            MediaTime? ByClock((DriveFile File, MediaTime Begin, MediaTime End) from) =>
                Apart(from.File, file) is { } seconds ? new MediaTime(from.Begin.Ticks + InTicks(seconds), timeBase) : null;
        }

        long InTicks(double seconds) => new MediaTime((long)Math.Round(seconds * 1e6), new Rational(1, 1_000_000)).Rescale(timeBase).Ticks;
    }

    /// <summary>How much later a file begins than another; null without clocks. Satellites before names, which have whole seconds.</summary>
    private static double? Apart(DriveFile first, DriveFile second)
    {
        ClipFacts one = first.Clip.Facts, two = second.Clip.Facts;
        if (one.RecordedAtSource == TimeOrigin.Gps && two.RecordedAtSource == TimeOrigin.Gps && one.RecordedAtUncertaintySeconds <= SureSeconds && two.RecordedAtUncertaintySeconds <= SureSeconds)
        {
            return (two.RecordedAt!.Value - one.RecordedAt!.Value).TotalSeconds + BeginOf(second) - BeginOf(first);
        }

        return (second.Begins - first.Begins)?.TotalSeconds;
    }

    private static double BeginOf(DriveFile file) => file.Clip.Probe?.StreamBegin.Seconds ?? 0;

    private static double? LengthOf(ClipSurvey clip, double frameRate) => clip.Probe is not { } probe ? null
        : probe.StreamEnd is { } end ? end.Seconds - probe.StreamBegin.Seconds
        : clip.Pictures / (frameRate > 0 ? frameRate : probe.Info.AverageFrameRate?.ToDouble() ?? MediaProbe.UsualRate);

    /// <summary>One picture of another size would change the picture in the middle of a video.</summary>
    private static void CheckSizes(DriveView view, DriveFile model)
    {
        (int Width, int Height) size = SizeOf(model);
        if (view.Files.FirstOrDefault(file => file.Clip.Probe is not null && SizeOf(file) != size) is { } other)
        {
            throw new PixelShapException(
                ExitCode.Input,
                $"{InputFile.Shown(Path.GetFileName(other.Clip.Path))} is {SizeOf(other).Width}x{SizeOf(other).Height}, but {InputFile.Shown(Path.GetFileName(model.Clip.Path))} is {size.Width}x{size.Height}: one drive has pictures of one size.",
                "Name the files of one size with --input, or give each size a run of its own.");
        }
    }

    private static (int Width, int Height) SizeOf(DriveFile file) => (file.Clip.Probe!.Info.Width, file.Clip.Probe.Info.Height);

    /// <summary>A time base in which the times of all files are whole numbers; microseconds where it would be too fine.</summary>
    private static Rational Common(Rational[] bases)
    {
        BigInteger denominator = bases.Aggregate(BigInteger.One, (common, one) => common * one.Denominator / BigInteger.GreatestCommonDivisor(common, one.Denominator));
        return bases.Length == 1 ? bases[0] : denominator <= FinestTimeBase ? new Rational(1, (long)denominator) : new Rational(1, FinestTimeBase);
    }
}
