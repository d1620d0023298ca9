using PixelShap.Video.Clips;
using PixelShap.Video.Media.Drives;

namespace PixelShap.Video.Media.Tests.Telemetry;

/// <summary>A folder is listed as a person would list it.</summary>
[Collection(nameof(Clips))]
public sealed class DriveFolderTests(Clips clips) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-drive-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Files_of_four_makers_are_put_in_order_with_their_gaps_views_and_damage()
    {
        // Three seconds each.
        Add("Front/NO20261121-080000-000001F.MP4", "Front/NO20261121-080003-000002F.MP4", "Front/NO20261121-080046-000003F.MP4", "Back/NO20261121-080001-000001B.MP4");
        Add("20261121_100003_NF.mp4", "20261121_100000_NF.mp4", "20261121_100001_NR.mp4");
        Add("GX020042.MP4", "GX010042.MP4", "GX010043.MP4");
        Add("2026_1121_120000_001F.MP4", "2026_1121_120001_002F.MP4");
        await File.WriteAllBytesAsync(Path.Combine(_folder, "2026_1121_120004_003F.MP4"), (await File.ReadAllBytesAsync(Path.Combine(_folder, "GX010042.MP4")))[..2000]);

        IReadOnlyList<Drive> drives = await ListAsync();

        Assert.Equal(["70mai", "BlackVue", "Viofo", "GoPro", "GoPro"], drives.Select(drive => drive.Maker));
        Assert.Equal(["front", "rear"], drives[0].Views.Select(view => view.Name));
        Assert.Equal([DriveJoint.First, DriveJoint.Joined, DriveJoint.Gap], drives[0].Views[0].Files.Select(file => file.Joint));
        Assert.Equal(40, drives[0].Views[0].Files[2].Seconds, 0.1);
        Assert.Equal(["20261121_100000_NF.mp4", "20261121_100003_NF.mp4"], Names(drives[1].Views[0]));
        Assert.Equal(["GX010042.MP4", "GX020042.MP4"], Names(drives[3].Views[0]));
        Assert.Equal([DriveJoint.First, DriveJoint.ByNumber], drives[3].Views[0].Files.Select(file => file.Joint));
        Assert.NotNull(drives[2].Views[0].Files[2].Clip.Problem);
        Assert.Equal(new DateTime(2026, 11, 21, 8, 0, 0), drives[0].Begins);
    }

    [Fact]
    public async Task Files_without_clocks_and_numbers_are_each_by_themselves()
    {
        Add("holiday.mp4", "crossing-front.mp4", "crossing-rear.mp4", "clip 1.mp4", "clip 2.mp4", "other.mp4");
        Add("NO20261121-080000-000001.MP4", "NO20261121-080046-000003.MP4");
        await File.WriteAllBytesAsync(Path.Combine(_folder, "NO20261121-080000-000001.MP4"), new byte[2000]);

        IReadOnlyList<Drive> drives = await ListAsync();

        Assert.Equal([["NO20261121-080000-000001.MP4", "NO20261121-080046-000003.MP4"], ["clip 1.mp4", "clip 2.mp4"], ["crossing-front.mp4", "crossing-rear.mp4"], ["holiday.mp4"], ["other.mp4"]], drives
            .Select(drive => drive.Views.SelectMany(Names).ToArray()).OrderBy(names => names[0], StringComparer.Ordinal));
        DriveFile after = Assert.Single(drives, drive => drive.Maker == "70mai").Views[0].Files[1];
        Assert.Equal((DriveJoint.AfterUnknownLength, 46.0), (after.Joint, after.Seconds));
    }

    [Fact]
    public void A_folder_with_nothing_but_logs_says_so()
    {
        Assert.Equal($"{_folder} holds no videos.", DriveFolder.WithoutVideos(_folder).Message);
        File.WriteAllText(Path.Combine(_folder, "GPSData000001.txt"), "$V02");
        File.WriteAllText(Path.Combine(_folder, "drive.gpx"), "<gpx/>");
        PixelShapException error = DriveFolder.WithoutVideos(_folder);
        Assert.Equal($"{_folder} holds no videos, but 2 logs of telemetry (GPSData000001.txt …).", error.Message);
        Assert.Equal("A log is read when it lies beside a clip of the same name.", error.Remedy);
    }

    [Fact]
    public async Task A_quarter_of_an_hour_without_pictures_is_the_end_of_a_drive_and_a_small_copy_is_left_out()
    {
        Add("261121_080000_001_FH.MP4", "261121_080000_001_FL.MP4", "261121_080003_002_FH.MP4", "261121_083000_003_FH.MP4");
        Add("2026-11-21_09-00-00-front.mp4", "2026-11-21_09-00-00-left_repeater.mp4", "2026-11-21_09-00-01-front.mp4");

        IReadOnlyList<Drive> drives = await ListAsync();

        Assert.Equal([(2, "Nextbase"), (1, "Nextbase"), (3, "Tesla")], drives.Select(drive => (drive.Views.Sum(view => view.Files.Count), drive.Maker)));
        Assert.Equal(["front", "left repeater"], drives[2].Views.Select(view => view.Name));
        Assert.Equal(DriveJoint.Joined, drives[2].Views[0].Files[1].Joint);
    }

    /// <remarks>Synthetic: written as the viewers of others read it.</remarks>
    [Fact]
    public async Task A_Tesla_says_beside_its_clips_why_when_and_where_it_kept_them()
    {
        Add("SentryClips/2026-11-21_09-10-00/2026-11-21_09-00-00-front.mp4", "SentryClips/2026-11-21_09-10-00/2026-11-21_09-00-03-front.mp4");
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "SentryClips/2026-11-21_09-10-00/event.json"),
            """{"timestamp":"2026-11-21T09:00:04","city":"Ulm","est_lat":"48.4","est_lon":"9.99","reason":"user_interaction_honk","camera":"0"}""");

        Drive drive = Assert.Single(await ListAsync());
        ClipInput input = DrivePlan.Of(_folder, Assert.Single(drive.Views), RecordingTime.Unknown);

        Assert.Equal(("user_interaction_honk", 4.0, "Ulm"), (input.Facts!.Event!.Reason, input.Facts.Event.Seconds, input.Facts.Event.Place));
        Assert.Equal(1.0, drive.Views[0].Files[1].Clip.Facts.Event!.Seconds);
        Assert.Equal((48.4, 9.99, "event.json, about"), (Assert.Single(input.Facts.Fixes).Latitude, input.Facts.Fixes[0].Longitude, input.Facts.FixesSource));
        Assert.Equal(new DateTime(2026, 11, 21, 9, 0, 0), input.Facts.RecordedAt!.Value.DateTime);
    }

    /// <summary>Points of the satellites stand at the times of the drive, whichever file they are from, and the best clock of all files dates it.</summary>
    [Fact]
    public async Task The_telemetry_of_the_files_is_that_of_the_drive()
    {
        Add("20261121_100000_NF.mp4", "20261121_100003_NF.mp4", "20261121_100020_NF.mp4");
        await File.WriteAllTextAsync(Path.Combine(_folder, "20261121_100003_NF.nmea"), Nmea("090003", "090004", "090005", "090006"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "20261121_100020_NF.nmea"), Nmea("090020", "090021"));

        ClipInput input = DrivePlan.Of(_folder, Assert.Single(Assert.Single(await ListAsync()).Views), RecordingTime.Unknown);

        Assert.Equal([3.0, 4, 5, 6, 20, 21], input.Facts!.Fixes.Select(fix => fix.Seconds));
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.FromHours(1)), input.Facts.RecordedAt);
        Assert.Equal([0.0, 3, 20], input.Parts.Select(part => part.Begin.Seconds));
        Assert.Equal([false, false, true], input.Parts.Select(part => part.IsAfterGap));

        string Nmea(params string[] times) => string.Concat(times.Select((time, i) => $"$GPRMC,{time}.00,A,4736.5{i}20,N,12219.9860,W,27.0,352.1,211126,,,A*00\n"));
    }

    private static IEnumerable<string> Names(DriveView view) => view.Files.Select(file => Path.GetFileName(file.Clip.Path));

    private void Add(params string[] names)
    {
        string clip = clips.Make("three.mp4", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=10:d=3", "-c:v", "libx264", "-pix_fmt", "yuv420p");
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, name))!);
            File.Copy(clip, Path.Combine(_folder, name));
        }
    }

    private async Task<IReadOnlyList<Drive>> ListAsync()
    {
        var surveys = new List<ClipSurvey>();
        foreach (string video in DriveFolder.Videos(_folder))
        {
            surveys.Add(await ClipSurvey.ReadAsync(video, RecordingTime.Unknown, CancellationToken.None));
        }

        return DriveFolder.Of(surveys);
    }
}
