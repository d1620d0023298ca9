using PixelShap.Video.Attribution;
using PixelShap.Video.Frames;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Time;

namespace PixelShap.Video.Runs.Tests.Results;

/// <summary>Writes the journal of a run that never was: a car that is in view for twelve seconds, ten frames a second, and what it was worth at keyframes.</summary>
internal static class WrittenRun
{
    private static readonly Rational Tenth = new(1, 10);

    public static void Write(string folder, string input, params (int Frame, double Value)[] keyframes) => Write(folder, input, "test", 0.9f, keyframes);

    public static void Write(string folder, string input, string model, float score, params (int Frame, double Value)[] keyframes)
    {
        using JournalWriter journal = JournalWriter.Create(Path.Combine(folder, "journal.psj"));
        journal.Append(new JournalHeader(JournalHeader.CurrentSchema, DateTimeOffset.UnixEpoch, input, new string('a', 64), new string('b', 64), 64, 48));
        journal.Append(new JournalEpoch(new Epoch(0, DateTimeOffset.UnixEpoch, "start")));
        for (int i = 0; i < 120; i++)
        {
            var time = new MediaTime(i, Tenth);
            journal.Append(new JournalFrame(
                i, 0, time, time.Seconds, 64, 48, [new Detection(2, "car", score, new BoundingBox(10, 10, 30, 30), null)], [new JournalObject(1, 0, 2, "car")]));
        }

        foreach ((int frame, double value) in keyframes)
        {
            journal.Append(Keyframe(frame, value, model));
        }

        journal.Append(new JournalEnd(120, 0));
    }

    private static JournalKeyframe Keyframe(int frame, double value, string model) => new()
    {
        Frame = frame,
        Epoch = 0,
        Pts = new MediaTime(frame, Tenth),
        Seconds = frame / 10.0,
        Reason = "interval",
        Attribution = new KeyframeAttribution
        {
            Prompt = "What matters?",
            Model = model,
            Answer = "a car",
            Players = [new PlayerValue([1], "car", value, 0.001)],
            Estimator = "exact",
            Calls = 1,
            EmptyValue = 1 - value,
            FullValue = 1,
            EfficiencyGap = 0,
            Coalitions = [],
        },
    };
}
