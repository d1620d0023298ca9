using PixelShap.Video.Configuration;
using PixelShap.Video.Journal;

namespace PixelShap.Video.Importance;

/// <summary>Reads the observations of single tracks out of a keyframe's players.</summary>
internal static class KeyframeObservations
{
    /// <summary>
    /// One observation per track. A group's value is shared equally among its members, and because nothing is known of the true
    /// shares, each share's variance is as large as its square.
    /// </summary>
    public static IEnumerable<(int TrackId, string ClassName, ImportanceObservation Observation)> Of(JournalKeyframe keyframe, ImportanceConfiguration configuration)
    {
        double floor = configuration.ObservationNoise * configuration.ObservationNoise;
        foreach (JournalPlayer player in keyframe.Players)
        {
            int members = player.TrackIds.Count;
            double value = player.Value / members;
            double variance = Math.Max(floor, player.StandardError * player.StandardError / (members * members)) + (members > 1 ? value * value : 0);
            foreach (int id in player.TrackIds)
            {
                yield return (id, player.ClassName, new ImportanceObservation(keyframe.Seconds, value, variance));
            }
        }
    }
}
