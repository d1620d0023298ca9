using PixelShap.Masking;
using PixelShap.Video.Clips;
using PixelShap.Video.Frames;
using PixelShap.Video.Publishing.Reports;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Web.Reports;

/// <summary>
/// The pictures that the model was shown, drawn when somebody looks at them: the clip is read from the keyframe on, not from its beginning.
/// </summary>
internal sealed class RunPictures : IReportPictures, IDisposable
{
    private const int RememberedFrames = 4, WholeQuality = 80;
    private const double Slack = 0.002;

    private readonly ClipInput _clip;
    private readonly ClipConfiguration _reading;
    private readonly IMediaLibrary _media;
    private readonly CoalitionPictures _drawing;
    private readonly IImageCodec _codec;
    private readonly KeyframePlan _plan;
    private readonly Dictionary<long, JournalFrame> _frames;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly LinkedList<(long Frame, BgrImage Image)> _remembered = [];

    public RunPictures(ClipInput clip, ClipConfiguration reading, IMediaLibrary media, RunResults results, CoalitionPictures drawing, IImageCodec codec)
    {
        _clip = clip;
        _reading = reading;
        _media = media;
        _drawing = drawing;
        _codec = codec;
        _plan = KeyframePlan.Of(results);
        _frames = _plan.Frames.ToDictionary(frame => frame.Index);
    }

    public string? Find(long frame, ulong visible) => Known(frame, visible) ? $"pictures/{frame}/{visible:x}.jpg" : null;

    /// <summary>Draws a picture as a JPEG; null where the run has no such picture, or the clip no such frame any more.</summary>
    public async Task<byte[]?> DrawAsync(long frame, ulong visible, CancellationToken cancellationToken)
    {
        if (!Known(frame, visible) || await ReadAsync(_frames[frame], cancellationToken) is not { } image)
        {
            return null;
        }

        return visible == IReportPictures.Whole
            ? _codec.EncodeJpeg(ImageShrinking.Shrink(image, EmbeddedPictures.WholeSide), WholeQuality)
            : EmbeddedPictures.Encode(image, MaskerOf(frame, visible)!, visible, _codec);
    }

    public void Dispose() => _turn.Dispose();

    private bool Known(long frame, ulong visible) =>
        _frames.ContainsKey(frame) && (visible == IReportPictures.Whole || MaskerOf(frame, visible) is not null);

    private Masker? MaskerOf(long frame, ulong visible)
    {
        JournalKeyframe? keyframe = _plan.Keyframes(frame).FirstOrDefault(keyframe => Asked(keyframe, visible));
        return keyframe is null ? null : _drawing.MaskerFor(_frames[frame], keyframe.Players);
    }

    private static bool Asked(JournalKeyframe keyframe, ulong visible) =>
        keyframe.Attribution.Coalitions.Any(coalition => coalition.Visible == visible) || keyframe.Attribution.Unanswered.Any(missing => missing.Visible == visible);

    private async Task<BgrImage?> ReadAsync(JournalFrame facts, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_remembered.FirstOrDefault(item => item.Frame == facts.Index) is { Image: { Width: > 0 } known })
            {
                return known;
            }

            await using IClipSource source = await _media.OpenAsync(_clip, _reading, null, cancellationToken, (facts.Pts.Seconds - Slack, facts.Pts.Seconds + Slack));
            await foreach (Frame owned in source.ReadAsync(cancellationToken))
            {
                using Frame frame = owned;
                if (frame.Pts == facts.Pts && frame.Width == facts.Width && frame.Height == facts.Height)
                {
                    var image = new BgrImage(frame.Image.Pixels.ToArray(), frame.Width, frame.Height, frame.Image.Stride);
                    Remember(facts.Index, image);
                    return image;
                }
            }

            return null;
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Remember(long frame, BgrImage image)
    {
        _remembered.AddFirst((frame, image));
        if (_remembered.Count > RememberedFrames)
        {
            _remembered.RemoveLast();
        }
    }
}
