using PixelShap.Similarity;
using PixelShap.Video.Attribution;
using PixelShap.Video.Events;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Journal;

namespace PixelShap.Video.Runs.Analysis;

/// <summary>Something that was found while a camera is watched, and that its settings want to be told at once.</summary>
/// <param name="Seconds">When, on the axis of the run.</param>
/// <param name="Kind">The kind of an event of the drive, <see cref="LiveFindings.Importance"/> or <see cref="LiveFindings.Answer"/>.</param>
/// <param name="Strength">How much it matters, 0 to 1.</param>
/// <param name="Text">For people.</param>
/// <param name="Tracks">The road users that it is about.</param>
public sealed record LiveFinding(double Seconds, string Kind, double Strength, string Text, IReadOnlyList<int> Tracks);

/// <summary>Tells what the settings of a live camera want to be told: events of a strength, a road user of an importance, another answer. The same is told once in a while. Thread-safe.</summary>
/// <param name="configuration">The settings.</param>
/// <param name="found">Is told; must be quick.</param>
public sealed class LiveFindings(LiveConfiguration configuration, Action<LiveFinding> found)
{
    /// <summary>A road user matters more than the settings say.</summary>
    public const string Importance = "importance";

    /// <summary>The answer is another one.</summary>
    public const string Answer = "answer";

    /// <summary>The same kind of event, and the same road user, is not told again within this time.</summary>
    private const double Pause = 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, double> _told = [];
    private readonly Dictionary<string, string> _answers = [];

    /// <summary>Takes the events that are certain with a frame.</summary>
    internal void Take(IReadOnlyList<DrivingEvent> now)
    {
        foreach (DrivingEvent one in now.Where(one => one.Strength >= configuration.AlertStrength))
        {
            Tell(one.Kind, new LiveFinding(one.Seconds, one.Kind, one.Strength, one.Evidence, one.Tracks));
        }
    }

    /// <summary>Takes a keyframe that was valued.</summary>
    internal void Take(JournalKeyframe keyframe)
    {
        foreach (PlayerValue player in keyframe.Players.Where(player => configuration.AlertImportance > 0 && !keyframe.Attribution.IsCarried && player.Value >= configuration.AlertImportance))
        {
            string name = player.TrackIds.Count == 1 ? $"{player.ClassName} {player.TrackIds[0]}" : $"{player.TrackIds.Count} road users together";
            Tell(
                $"{Importance} {string.Join(' ', player.TrackIds)}",
                new LiveFinding(keyframe.Seconds, Importance, Math.Clamp(player.Value, 0, 1), $"{name}: {player.Value * 100:0} % of the answer", player.TrackIds));
        }

        string? before;
        lock (_lock)
        {
            before = _answers.GetValueOrDefault(keyframe.PromptName);
            _answers[keyframe.PromptName] = keyframe.Answer;
        }

        if (configuration.AlertAnswer > 0 && before is not null && TfIdfSimilarity.Compare(before, [keyframe.Answer])[0] is var alike && alike < configuration.AlertAnswer)
        {
            Tell($"{Answer} {keyframe.PromptName}", new LiveFinding(keyframe.Seconds, Answer, 1 - alike, keyframe.Answer, []));
        }
    }

    private void Tell(string key, LiveFinding finding)
    {
        lock (_lock)
        {
            if (_told.TryGetValue(key, out double last) && finding.Seconds - last < Pause)
            {
                return;
            }

            _told[key] = finding.Seconds;
            foreach (string old in _told.Where(pair => pair.Value < finding.Seconds - Pause).Select(pair => pair.Key).ToArray())
            {
                _told.Remove(old);
            }
        }

        found(finding);
    }
}
