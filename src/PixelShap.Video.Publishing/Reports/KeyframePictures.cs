using PixelShap.Video.Frames;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Reports;

/// <summary>Takes the pictures of the keyframes out of the pictures of a clip as they pass: the whole one, and each with objects hidden that the model was shown.</summary>
/// <param name="results">What was found.</param>
/// <param name="drawing">The masking of the run.</param>
/// <param name="codec">Makes JPEGs.</param>
/// <param name="limit">The bytes that all pictures together may have; what is beyond is left out from the end of the clip.</param>
/// <param name="persons">When there was a person of whom there is to be no picture; null where all are taken.</param>
internal sealed class KeyframePictures(RunResults results, CoalitionPictures drawing, IImageCodec codec, long limit, PersonTimes? persons = null) : IDisposable
{
    private readonly KeyframePlan _plan = KeyframePlan.Of(results);
    private long _bytes;

    /// <summary>What was taken.</summary>
    public EmbeddedPictures Taken { get; } = new();

    /// <summary>The keyframes whose pictures were left out because there is a person in them, or was or will be at once.</summary>
    public int Withheld { get; private set; }

    /// <summary>Looks at the next picture of the clip.</summary>
    public void Take(Frame frame)
    {
        if (_plan.At(frame.Pts) is not { } facts)
        {
            return;
        }

        if (persons?.Near(facts.Seconds) == true)
        {
            Withheld++;
            return;
        }

        if (_bytes >= limit)
        {
            Taken.LeftOut++;
            return;
        }

        _bytes += Taken.Add(facts.Index, IReportPictures.Whole, codec.EncodeJpeg(ImageShrinking.Shrink(frame.Image, EmbeddedPictures.WholeSide), EmbeddedPictures.Quality));
        foreach (JournalKeyframe keyframe in _plan.Keyframes(facts.Index))
        {
            if (drawing.MaskerFor(facts, keyframe.Players) is { } masker)
            {
                // Another question has mostly been asked about the same pictures.
                _bytes += Coalitions(keyframe).Where(visible => !Taken.Has(facts.Index, visible))
                    .Sum(visible => Taken.Add(facts.Index, visible, EmbeddedPictures.Encode(frame.Image, masker, visible, codec)));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Taken.Dispose();

    private static IEnumerable<ulong> Coalitions(JournalKeyframe keyframe) =>
        keyframe.Attribution.Coalitions.Select(coalition => coalition.Visible).Concat(keyframe.Attribution.Unanswered.Select(missing => missing.Visible)).Distinct();
}
