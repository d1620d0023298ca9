using PixelShap.Games;
using PixelShap.Masking;
using PixelShap.Video.Attribution;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Publishing.Reports;

/// <summary>
/// Draws once more what the model was shown at a keyframe: from the picture of the clip and the masks of the journal, with the masking that
/// the run used.
/// </summary>
/// <param name="region">Which pixels were hidden (<c>attribution.region</c>).</param>
/// <param name="fill">What with (<c>attribution.fill</c>).</param>
public sealed class CoalitionPictures(MaskingRegion region, IFill fill)
{
    /// <summary>Prepares a keyframe.</summary>
    /// <param name="frame">What was seen in its frame.</param>
    /// <param name="players">Its players, in the order of the bits of the coalitions.</param>
    /// <returns>What hides the players; null where the journal does not hold all of them.</returns>
    public Masker? MaskerFor(JournalFrame frame, IReadOnlyList<PlayerValue> players)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(players);
        Dictionary<int, Detection> seen = frame.Objects.ToDictionary(item => item.TrackId, item => frame.Detections[item.Detection]);
        return players.All(player => player.TrackIds.All(seen.ContainsKey))
            ? new Masker(players.Select(player => player.TrackIds.Select(id => MaskOf(seen[id], frame)).ToArray()), region, fill)
            : null;
    }

    /// <summary>Draws I′(S) at the size of the clip.</summary>
    /// <param name="image">The untouched picture.</param>
    /// <param name="masker">What <see cref="MaskerFor"/> gave.</param>
    /// <param name="visible">Bit i: player i is visible.</param>
    public static BgrImage Draw(BgrImage image, Masker masker, ulong visible)
    {
        ArgumentNullException.ThrowIfNull(masker);
        var drawn = new BgrImage(new byte[image.Width * image.Height * 3], image.Width, image.Height, image.Width * 3);
        masker.Render(image, new Coalition(visible), drawn);
        return drawn;
    }

    private static Mask MaskOf(Detection detection, JournalFrame frame) =>
        detection.Mask ?? Mask.FromBox(frame.Width, frame.Height, detection.Box.ToPixels(frame.Width, frame.Height));
}
