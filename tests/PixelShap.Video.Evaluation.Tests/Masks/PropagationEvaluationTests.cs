using PixelShap.Testing;
using PixelShap.Video.Evaluation.Masks;
using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Video.Evaluation.Tests.Masks;

public sealed class PropagationEvaluationTests
{
    private const string Frames = "data/davis/JPEGImages/480p", Masks = "data/davis/Annotations/480p";

    [SharedDataFact(Frames, Masks)]
    public void Masks_given_every_ten_frames_stay_good_in_between()
    {
        var codec = new OpenCvImageCodec();
        PropagationScore both = PropagationEvaluation.Run(
            SharedData.Path(Frames), SharedData.Path(Masks), 10, causal: false, codec, null, CancellationToken.None);
        PropagationScore causal = PropagationEvaluation.Run(
            SharedData.Path(Frames), SharedData.Path(Masks), 10, causal: true, codec, null, CancellationToken.None);

        Assert.Equal((3, 119), (both.Sequences, both.Frames));
        Assert.InRange(both.MeanJ, 0.93, 1);
        Assert.InRange(causal.MeanJ, 0.89, 1);
    }
}
