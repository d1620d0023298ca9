using System.Globalization;
using PixelShap.Video.Runs.Journal;

namespace PixelShap.Video.Runs.Results;

/// <summary>
/// Tells whether footage is like what the segmenter learned, by how sure it is of what it sees: the baseline of Hendrycks and Gimpel, <i>A Baseline for Detecting Misclassified
/// and Out-of-Distribution Examples in Neural Networks</i>, 2017. Figures: docs/evaluation.md.
/// </summary>
public sealed class Familiarity
{
    /// <summary>The narrator mentions what is seen with this score, and is sure of it from <see cref="SureScore"/> on.</summary>
    public const float LeastScore = 0.25f, SureScore = 0.45f;

    /// <summary>The share of unsure sights from which footage is strange.</summary>
    public const double MostUnsure = 0.4;

    /// <summary>Sights per frame below which hardly anything is recognised.</summary>
    public const double FewestSights = 0.5;

    // A shorter clip says nothing. What is lower than this part of the picture is far, and nobody is sure of it.
    private const int FewestFrames = 12;
    private const double LeastHeight = 24 / 360.0;

    private int _frames, _sights, _unsure;

    /// <summary>Takes in a frame; one that the network did not look at says nothing.</summary>
    public void Add(JournalFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.IsCarried)
        {
            return;
        }

        _frames++;
        foreach (Segmentation.Detection detection in frame.Detections)
        {
            if (detection.Score >= LeastScore && detection.Box.Height >= LeastHeight * frame.Height)
            {
                _sights++;
                _unsure += detection.Score < SureScore ? 1 : 0;
            }
        }
    }

    /// <summary>Why the footage is strange, as a clause; null where it is not, or where it is too short to tell.</summary>
    public string? Strangeness() =>
        _frames < FewestFrames ? null
        : _sights < FewestSights * _frames ? "hardly anything in the picture is recognised"
        : _unsure > MostUnsure * _sights ? string.Create(CultureInfo.InvariantCulture, $"{100.0 * _unsure / _sights:0} % of what is seen in the picture is seen unsurely")
        : null;
}
