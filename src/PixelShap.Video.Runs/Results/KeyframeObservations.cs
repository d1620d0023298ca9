using PixelShap.Video.Attribution;
using PixelShap.Video.Importance;
using PixelShap.Video.Runs.Journal;

namespace PixelShap.Video.Runs.Results;

/// <summary>Reads the observations of single tracks out of a keyframe's players.</summary>
internal static class KeyframeObservations
{
    /// <summary>
    /// One observation per track. A group's value is shared equally among its members, and because nothing is known of the true
    /// shares, each share's variance is as large as its square. What a keyframe's own answers say is taken where it is known: the warm value holds what
    /// earlier keyframes taught, and smoothing would count that twice. A carried keyframe observes nothing: its values are what earlier ones taught.
    /// </summary>
    public static IEnumerable<(int TrackId, string ClassName, ImportanceObservation Observation)> Of(JournalKeyframe keyframe, ImportanceConfiguration configuration)
    {
        if (keyframe.Attribution.IsCarried)
        {
            yield break;
        }

        double floor = configuration.ObservationNoise * configuration.ObservationNoise;
        foreach (PlayerValue player in keyframe.Players)
        {
            int members = player.TrackIds.Count;
            (double phi, double error) = player.Own;
            double value = phi / members;
            double variance = Math.Max(floor, error * error / (members * members)) + (members > 1 ? value * value : 0);
            foreach (int id in player.TrackIds)
            {
                yield return (id, player.ClassName, new ImportanceObservation(keyframe.Seconds, value, variance));
            }
        }
    }
}
