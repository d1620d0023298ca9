using PixelShap.Masking;
using PixelShap.Video.Configuration;
using PixelShap.Video.Frames;
using PixelShap.Video.Language;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Attribution;

/// <summary>One keyframe as all prompts share it: its picture, its players and its masked images. The frame stays the caller's.</summary>
internal sealed class KeyframeScene : IDisposable
{
    // Masked images kept for other prompts: a hundred of 1280 × 720.
    private const long KeptBytes = 256L << 20;

    private readonly PictureForms _forms = new();

    /// <summary>Sets a scene.</summary>
    /// <param name="frame">The frame, with its pixels.</param>
    /// <param name="seconds">Its time on the axis of the run.</param>
    /// <param name="objects">The tracked objects in it.</param>
    /// <param name="reason">Why it is a keyframe.</param>
    /// <param name="configuration">What is hidden, and how many players there may be.</param>
    /// <param name="fill">What hidden pixels are replaced with.</param>
    /// <param name="isShared">Whether several prompts ask about it.</param>
    public KeyframeScene(
        Frame frame, double seconds, IReadOnlyList<TrackedObject> objects, string reason, AttributionConfiguration configuration, IFill fill, bool isShared)
    {
        Frame = frame;
        Seconds = seconds;
        Objects = objects;
        Reason = reason;
        Players = Player.From(objects, configuration.MaxPlayers);
        var masker = new Masker(Players.Select(player => player.Masks(Image.Width, Image.Height)), configuration.Region, fill);
        Pictures = new MaskedPictures(Image, masker, isShared ? KeptBytes : 0);
    }

    /// <summary>The frame.</summary>
    public Frame Frame { get; }

    /// <summary>Its whole picture.</summary>
    public BgrImage Image => Frame.Image;

    /// <summary>Its time on the axis of the run.</summary>
    public double Seconds { get; }

    /// <summary>The tracked objects in it.</summary>
    public IReadOnlyList<TrackedObject> Objects { get; }

    /// <summary>Why it is a keyframe.</summary>
    public string Reason { get; }

    /// <summary>The players in the order of the bits of coalitions.</summary>
    public IReadOnlyList<Player> Players { get; }

    /// <summary>The masked images.</summary>
    public MaskedPictures Pictures { get; }

    /// <summary>A question about the whole picture.</summary>
    public Question Ask(string prompt, int repeat = 0) => new(Image, prompt) { Repeat = repeat, Forms = _forms };

    /// <inheritdoc/>
    public void Dispose() => Pictures.Dispose();
}
