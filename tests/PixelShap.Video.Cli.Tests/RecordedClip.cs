using System.Security.Cryptography;
using PixelShap.Masking;
using PixelShap.Video.Attribution;
using PixelShap.Video.Frames;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Time;
using ClipMaker = PixelShap.Video.Media.Tests.Clips;

namespace PixelShap.Video.Cli.Tests;

/// <summary>A clip made by the real ffmpeg, and run directories with a journal about it: a car that drives to the right and a person that stands.</summary>
public sealed class RecordedClip : IDisposable
{
    public const int Width = 320, Height = 180, Frames = 120;
    private readonly ClipMaker _clips = new();

    public RecordedClip()
    {
        Clip = _clips.Make(
            "drive.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=30", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000", "-t", "4",
            "-vf", "scale=out_color_matrix=bt709,noise=alls=30:allf=t,format=yuv420p", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
            "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-bf", "2", "-crf", "12", "-pix_fmt", "yuv420p", "-c:a", "aac", "-movflags", "faststart");
        Times = ClipMaker.ProbedTimes(Clip);
    }

    public string Clip { get; }

    /// <summary>The PTS of all frames, read by ffprobe.</summary>
    public IReadOnlyList<MediaTime> Times { get; }

    public string PathOf(string name) => _clips.PathOf(name);

    /// <summary>Another clip, for what must not be confused.</summary>
    public string Other() => _clips.Make("other.mp4", "-f", "lavfi", "-i", "testsrc=s=320x180:r=30:d=4", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p");

    /// <summary>A run directory about a clip.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="firstTrack">The number of the car; the person has the next.</param>
    /// <param name="carIsFirst">Whether the answers depended more on the car than on the person.</param>
    /// <param name="complete">Whether the analysis came to its end.</param>
    /// <param name="input">The clip; null for <see cref="Clip"/>.</param>
    /// <param name="strength">What every φ is multiplied by.</param>
    /// <param name="personScore">How sure the network was of the person.</param>
    public string Run(string name, int firstTrack = 1, bool carIsFirst = true, bool complete = true, string? input = null, double strength = 1, float personScore = 0.8f)
    {
        string folder = Directory.CreateDirectory(PathOf(name)).FullName, file = input ?? Clip;
        string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
        using var journal = JournalWriter.Create(Path.Combine(folder, "journal.psj"));
        journal.Append(new JournalHeader(1, DateTimeOffset.UnixEpoch, file, hash, "settings", Width, Height));
        journal.Append(new JournalEpoch(new Epoch(0, DateTimeOffset.UnixEpoch, "start")));
        for (int i = 0; i < Frames; i++)
        {
            BoundingBox car = CarAt(i), person = PersonBox;
            Detection[] detections =
            [
                new(2, "car", 0.9f, car, Mask.FromBox(Width, Height, car.ToPixels(Width, Height))),
                new(0, "person", personScore, person, Mask.FromBox(Width, Height, person.ToPixels(Width, Height))),
            ];
            JournalObject[] objects = [new(firstTrack, 0, 2, "car"), new(firstTrack + 1, 1, 0, "person")];
            journal.Append(new JournalFrame(i, 0, Times[i], Times[i].Seconds, Width, Height, detections, objects));
            if (i % 30 == 15)
            {
                double strong = strength * (0.3 + (0.1 * (i / 30))), weak = strength * 0.1;
                journal.Append(Keyframe(i, firstTrack, carIsFirst ? strong : weak, carIsFirst ? weak : strong));
            }
        }

        if (complete)
        {
            journal.Append(new JournalEnd(Frames, 0));
        }

        return folder;
    }

    public static BoundingBox PersonBox => new(200, 60, 240, 160);

    public static BoundingBox CarAt(int frame) => new(20 + frame, 110, 80 + frame, 150);

    public void Dispose() => _clips.Dispose();

    private JournalKeyframe Keyframe(int frame, int track, double car, double person) => new()
    {
        Frame = frame,
        Epoch = 0,
        Pts = Times[frame],
        Seconds = Times[frame].Seconds,
        Reason = "interval",
        Attribution = new KeyframeAttribution
        {
            Prompt = "What should the driver watch?",
            Model = "test",
            Answer = "A car on the left and a person on the right.",
            Players = [new([track], "car", car, 0.02), new([track + 1], "person", person, 0.02)],
            Estimator = "exact",
            Calls = 3,
            EmptyValue = 0.4,
            FullValue = 1,
            EfficiencyGap = 0,
            Coalitions = [],
        },
    };
}
