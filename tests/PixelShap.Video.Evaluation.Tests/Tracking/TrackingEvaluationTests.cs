using System.Globalization;
using PixelShap.Testing;
using PixelShap.Video.Evaluation.Tracking;
using PixelShap.Video.Frames;
using PixelShap.Video.Tests.Tracking;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Evaluation.Tests.Tracking;

/// <summary>
/// The figures on real sequences. The limits lie just under the measured values in docs/tracking.md, and above what is promised there.
/// </summary>
public sealed class TrackingEvaluationTests
{
    // The scores of these detectors are probabilities, so that more can be asked of them than of a network that is sure of little.
    private static readonly TrackerConfiguration Probable = new() { NewTrackScore = 0.6, MinMeanScore = 0.65 };

    private readonly OfflineTracking _tracking = new(Probable, TimeProvider.System);

    /// <summary>Official figures of TrackEval (HOTA) and py-motmetrics (IDF1, switches) for the example results of py-motmetrics.</summary>
    [SharedDataTheory("data/mot15/motmetrics_TUD-Campus", "data/mot15/motmetrics_TUD-Stadtmitte")]
    [InlineData("TUD-Campus", 39.140, 55.766, 7)]
    [InlineData("TUD-Stadtmitte", 39.785, 64.462, 7)]
    public void The_scoring_of_these_tests_agrees_with_the_official_tools(string sequence, double hota, double idf1, int switches)
    {
        string folder = SharedData.Path($"data/mot15/motmetrics_{sequence}");
        var score = new TrackingScore();
        score.Add(TrackingTruth.Mot(Path.Combine(folder, "gt.txt"), Results(Path.Combine(folder, "test.txt"))));
        Assert.Equal(hota, score.Hota, 0.005);
        Assert.Equal(idf1, score.Idf1, 0.005);
        Assert.Equal(switches, score.Switches);
    }

    [SharedDataTheory("data/kitti_mot/det_rrc_2d", "data/mot15")]
    [InlineData("data/kitti_mot/det_rrc_2d", "Car", 82.8, 92, 45)]
    [InlineData("data/kitti_mot/det_rrc_2d", "Pedestrian", 58.8, 80, 14)]
    [InlineData("data/mot15", null, 43, 56, 105)]
    public void Road_users_are_tracked_as_well_as_measured_before(string folder, string? kittiClass, double hota, double idf1, int switches)
    {
        var score = new TrackingScore();
        foreach (DetectionSequence sequence in DetectionReader.Read(SharedData.Path(folder), kittiClass is null ? DetectionFormat.Mot : DetectionFormat.Kitti))
        {
            IReadOnlyList<TrackObservation> tracks = _tracking.Run(sequence).Observations;
            score.Add(kittiClass is null
                ? TrackingTruth.Mot(SharedData.Path($"{folder}/{sequence.Name}/gt/gt.txt"), tracks)
                : TrackingTruth.Kitti(SharedData.Path($"data/kitti_mot/label_02/{sequence.Name}.txt"), kittiClass, tracks));
        }

        string figures = $"HOTA {score.Hota:F2}, IDF1 {score.Idf1:F2}, {score.Switches} identity switches";
        Assert.True(score.Hota >= hota && score.Idf1 >= idf1 && score.Switches <= switches, figures);
    }

    [Fact]
    public void Writes_one_result_file_per_sequence_in_the_form_of_kitti()
    {
        using var folder = new TemporaryFolder();
        folder.Write("detections/Car/0000.txt", Lines(0, 6, i => $"{i},{100 + i},50,{180 + i},110,0.95\n"));
        folder.Write("detections/Pedestrian/0000.txt", Lines(2, 6, i => $"{i},400,50,{430 + i}.5,110,0.85\n"));
        folder.Write("detections/Pedestrian/0005.txt", "");
        TrackingReport report = Run(folder, DetectionFormat.Kitti);
        Assert.Equal((2, 8), (report.Sequences, report.Frames));
        Assert.True(report.AssociationFps > 0);
        string[] lines = File.ReadAllLines(folder.Path("results/0000.txt"));
        Assert.Equal(12, lines.Length);
        Assert.Equal("0 1 Car -1 -1 -10 100.00 50.00 180.00 110.00 -1 -1 -1 -1000 -1000 -1000 -10 0.9500", lines[0]);
        Assert.Equal("7 2 Pedestrian -1 -1 -10 400.00 50.00 437.50 110.00 -1 -1 -1 -1000 -1000 -1000 -10 0.8500", lines[^1]);
        Assert.Empty(File.ReadAllText(folder.Path("results/0005.txt")));
    }

    [Fact]
    public void Reads_and_writes_the_form_of_mot_with_the_frame_rate_of_the_sequence()
    {
        using var folder = new TemporaryFolder();
        folder.Write("detections/A/det/det.txt", Lines(1, 5, i => $"{i},-1,{10 * i},20,30,80,0.9,-1,-1,-1\n"));
        folder.Write("detections/A/seqinfo.ini", "[Sequence]\nname=A\nframeRate=7\nseqLength=9\nimWidth=640\nimHeight=480\n");
        DetectionSequence sequence = Assert.Single(DetectionReader.Read(folder.Path("detections"), DetectionFormat.Mot));
        Assert.Equal((9, 1.0 / 7, 640), (sequence.Frames.Count, sequence.Frames[1].Pts.Seconds, sequence.Frames[0].Width));
        Run(folder, DetectionFormat.Mot);
        Assert.Equal("1,1,10.00,20.00,30.00,80.00,0.9000,-1,-1,-1", File.ReadAllLines(folder.Path("results/A.txt"))[0]);
    }

    [Theory]
    [InlineData("-1", "10 of 10 detections have no confidence")]
    [InlineData("61.5", "no probabilities")]
    public void Confidences_that_are_absent_or_no_probabilities_do_not_empty_the_result(string confidence, string expected)
    {
        using var folder = new TemporaryFolder();
        folder.Write("detections/A/det/det.txt", Lines(1, 10, i => $"{i},-1,{10 * i},20,30,80,{confidence},-1,-1,-1\n"));

        TrackingReport report = Run(folder, DetectionFormat.Mot);

        Assert.Contains(expected, Assert.Single(report.Warnings), StringComparison.Ordinal);
        Assert.Equal(10, File.ReadAllLines(folder.Path("results/A.txt")).Length);
    }

    [Fact]
    public void Scores_of_a_scale_of_their_own_keep_their_order()
    {
        using var folder = new TemporaryFolder();
        folder.Write("detections/A/det/det.txt", Lines(1, 10, i => $"{i},-1,{10 * i},20,30,80,{40 + i},-1,-1,-1\n"));

        Run(folder, DetectionFormat.Mot);

        // Each has the share of those that are not above it.
        Assert.Equal(["0.8000", "0.9000", "1.0000"], File.ReadAllLines(folder.Path("results/A.txt")).TakeLast(3).Select(line => line.Split(',')[6]));
    }

    [Fact]
    public void A_result_without_tracks_is_told_of()
    {
        using var folder = new TemporaryFolder();
        folder.Write("detections/A/det/det.txt", Lines(1, 10, i => $"{i},-1,{10 * i},20,30,80,0.01,-1,-1,-1\n"));

        Assert.Contains("None of the 10 detections became a track", Assert.Single(Run(folder, DetectionFormat.Mot).Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0,1,2,3\n", "line 1: column 5")]
    [InlineData("0,1,2,3,4,.9\n1,1,x,3,4,.9\n", "line 2: column 3")]
    [InlineData("0,1,2,3,4,.9\n-5,1,2,3,4,.9\n", "line 2: the frame is -5")]
    public void A_line_of_another_form_is_named(string content, string expected)
    {
        using var folder = new TemporaryFolder();
        folder.Write("detections/Car/0000.txt", content);
        var error = Assert.Throws<PixelShapException>(() => Run(folder, DetectionFormat.Kitti));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Input, error.ExitCode);
    }

    [Fact]
    public void A_frame_number_that_would_fill_the_memory_is_named()
    {
        using var folder = new TemporaryFolder();
        folder.Write("detections/A/det/det.txt", "999999999,-1,1,1,5,5,0.9,-1,-1,-1\n");
        var error = Assert.Throws<PixelShapException>(() => Run(folder, DetectionFormat.Mot));
        Assert.Contains("more than 1000000 frames", error.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Input, error.ExitCode);
    }

    [Fact]
    public void A_folder_without_detections_is_an_error()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(ExitCode.Input, Assert.Throws<PixelShapException>(() => Run(folder, DetectionFormat.Mot)).ExitCode);
        Directory.CreateDirectory(folder.Path("detections"));
        Assert.Equal(ExitCode.Input, Assert.Throws<PixelShapException>(() => Run(folder, DetectionFormat.Mot)).ExitCode);
    }

    private static TrackingReport Run(TemporaryFolder folder, DetectionFormat format) =>
        new TrackingEvaluation(new OfflineTracking(Probable, TimeProvider.System))
            .Run(folder.Path("detections"), format, folder.Path("results"), CancellationToken.None);

    private static string Lines(int first, int count, Func<int, string> line) => string.Concat(Enumerable.Range(first, count).Select(line));

    private static IEnumerable<TrackObservation> Results(string file) => File.ReadLines(file)
        .Select(line => line.Split(',').Select(part => float.Parse(part, CultureInfo.InvariantCulture)).ToArray())
        .Select(v => new TrackObservation(
            new FrameHeader((long)v[0], Street.FirstEpoch, default, 0, 0, PixelFormat.Bgr24),
            new TrackedObject((int)v[1], Street.See(v[2], v[3], v[4], v[5], Street.Person))));

    private sealed class TemporaryFolder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pixelshap-tracking");

        public string Path(string relative) => System.IO.Path.Combine(_folder.FullName, relative);

        public void Write(string relative, string content)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(relative))!);
            File.WriteAllText(Path(relative), content);
        }

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
