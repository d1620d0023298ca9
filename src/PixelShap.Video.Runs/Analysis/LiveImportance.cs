using PixelShap.Video.Attribution.Prompts;
using PixelShap.Video.Importance;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Runs.Scenes;

namespace PixelShap.Video.Runs.Analysis;

/// <summary>
/// What a live view knows of importance: at this moment the values of past keyframes filtered forwards, and over the last
/// <see cref="WindowSeconds"/> the same smoothed with what came since. Forgets tracks that no
/// keyframe has valued for <see cref="WindowSeconds"/>. Thread-safe.
/// </summary>
internal sealed class LiveImportance(ImportanceConfiguration configuration, NamedPrompt prompt)
{
    /// <summary>The seconds that the strip shows.</summary>
    public const double WindowSeconds = 60;

    private const int CurveCount = 5;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, LiveTrack> _tracks = [];
    private readonly List<double> _keyframes = [];
    private string _question = prompt.Template.Text;
    private string _answer = "";

    /// <summary>The question of the latest keyframe; before the first as the user wrote it.</summary>
    public string Prompt
    {
        get
        {
            lock (_lock)
            {
                return _question;
            }
        }
    }

    /// <summary>The latest baseline answer.</summary>
    public string Answer
    {
        get
        {
            lock (_lock)
            {
                return _answer;
            }
        }
    }

    /// <summary>Takes the values of a new keyframe; those of other prompts are not shown.</summary>
    public void Add(JournalKeyframe keyframe)
    {
        if (keyframe.PromptName != prompt.Name)
        {
            return;
        }

        lock (_lock)
        {
            _question = keyframe.Prompt;
            _answer = keyframe.Answer;
            _keyframes.Add(keyframe.Seconds);
            foreach ((int id, string className, ImportanceObservation observation) in KeyframeObservations.Of(keyframe, configuration))
            {
                ImportanceObservation[] known = _tracks.TryGetValue(id, out LiveTrack? track) ? [.. track.Track.Observations] : [];
                IEnumerable<ImportanceObservation> recent = known.Where(old => old.Seconds > observation.Seconds - WindowSeconds && old.Seconds < observation.Seconds);
                _tracks[id] = new LiveTrack(className, new ImportanceTrack([.. recent, observation], configuration.DriftPerSecond), observation.Seconds);
            }

            // Carried keyframes measure nothing, but whoever is in them is still there.
            foreach (int id in keyframe.Players.SelectMany(player => player.TrackIds).Where(_tracks.ContainsKey))
            {
                _tracks[id] = _tracks[id] with { LastSeconds = keyframe.Seconds };
            }

            double oldest = keyframe.Seconds - WindowSeconds;
            _keyframes.RemoveAll(seconds => seconds < oldest);
            foreach (int id in _tracks.Where(track => track.Value.LastSeconds < oldest).Select(track => track.Key).ToArray())
            {
                _tracks.Remove(id);
            }
        }
    }

    /// <summary>The importance of a track as it is known now.</summary>
    public ImportanceSample At(int trackId, double seconds)
    {
        lock (_lock)
        {
            return _tracks.TryGetValue(trackId, out LiveTrack? track)
                ? track.Track.KnownAt(seconds)
                : new ImportanceSample(0, double.PositiveInfinity, SampleKind.None);
        }
    }

    /// <summary>The last <see cref="WindowSeconds"/> of the tracks that mattered most in them.</summary>
    public ImportanceStrip Strip(double seconds)
    {
        lock (_lock)
        {
            double start = Math.Max(0, seconds - WindowSeconds);
            ImportanceCurve[] curves =
            [
                .. _tracks
                    .OrderByDescending(track => track.Value.Track.Observations.Max(observation => observation.Value))
                    .ThenBy(track => track.Key)
                    .Take(CurveCount)
                    .Select(track => new ImportanceCurve(track.Key, track.Value.ClassName, [.. track.Value.Track.Observations.Select(observation =>
                    {
                        // What lies back is smoothed with all that came since: a fixed lag as long as the window.
                        ImportanceSample sample = track.Value.Track.At(observation.Seconds);
                        return new ImportancePoint(observation.Seconds, sample.Mean, Math.Sqrt(sample.Variance));
                    })])),
            ];
            return new ImportanceStrip(start, Math.Max(seconds, start + 1), [.. _keyframes], curves);
        }
    }

    private sealed record LiveTrack(string ClassName, ImportanceTrack Track, double LastSeconds);
}
