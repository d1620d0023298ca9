using PixelShap.Games;
using PixelShap.Masking;
using PixelShap.Video.Configuration;
using PixelShap.Video.Frames;
using PixelShap.Video.Language;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Attribution;

/// <summary>One keyframe as all prompts share it: its pictures, its players and its masked images. The frames stay the caller's.</summary>
internal sealed class KeyframeScene : IDisposable
{
    // Masked images kept for other prompts: a hundred of 1280 × 720.
    private const long KeptBytes = 256L << 20;

    private readonly PictureForms _forms = new();
    private readonly EarlierPicture[] _earlier;
    private readonly MaskedPictures _pictures;
    private readonly MaskedPictures[] _earlierPictures;

    /// <summary>Sets a scene.</summary>
    /// <param name="moment">The keyframe.</param>
    /// <param name="reason">Why it is one.</param>
    /// <param name="configuration">What is hidden, and how many players there may be.</param>
    /// <param name="fill">What hidden pixels are replaced with.</param>
    /// <param name="isShared">Whether several prompts ask about it.</param>
    public KeyframeScene(Moment moment, string reason, AttributionConfiguration configuration, IFill fill, bool isShared)
    {
        Frame = moment.Frame;
        Seconds = moment.Seconds;
        Objects = moment.Objects;
        Reason = reason;
        Players = Player.From(moment.Objects, configuration.MaxPlayers);
        long kept = isShared ? KeptBytes : 0;
        var masker = new Masker(Players.Select(player => player.Masks(Image.Width, Image.Height)), configuration.Region, fill);
        _pictures = new MaskedPictures(Image, masker, kept);
        _earlier = [.. moment.Earlier.Select(earlier => new EarlierPicture(earlier.Frame.Image, earlier.SecondsBefore, new PictureForms()))];
        _earlierPictures = [.. moment.Earlier.Select(earlier => new MaskedPictures(earlier.Frame.Image, MaskerOf(earlier, configuration.Region, fill), kept))];
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

    /// <summary>What its questions may spend together. The default value is null: only the limits of the run hold.</summary>
    public QuestionScope? Scope { get; init; }

    /// <summary>A question about the whole picture.</summary>
    public Question Ask(string prompt, int repeat = 0) => new(Image, prompt) { Repeat = repeat, Scope = Scope, Forms = _forms, Earlier = _earlier };

    /// <summary>The pictures that show the players of a coalition; to be given back by disposing of them.</summary>
    public MaskedView Show(Coalition visible) => new(
        _pictures.Rent(visible), [.. _earlierPictures.Select((pictures, i) => (pictures.Rent(visible), _earlier[i].SecondsBefore))]);

    /// <inheritdoc/>
    public void Dispose()
    {
        _pictures.Dispose();
        Array.ForEach(_earlierPictures, pictures => pictures.Dispose());
    }

    /// <summary>Hides the same players in an earlier frame. Who was not there then needs no hiding.</summary>
    private Masker MaskerOf(EarlierFrame earlier, MaskingRegion region, IFill fill)
    {
        BgrImage image = earlier.Frame.Image;
        Dictionary<int, Detection> seen = earlier.Objects.ToDictionary(item => item.TrackId, item => item.Detection);
        return new Masker(
            Players.Select(player => new Player([.. player.Objects
                .Where(item => seen.ContainsKey(item.TrackId))
                .Select(item => new TrackedObject(item.TrackId, seen[item.TrackId]))]).Masks(image.Width, image.Height)),
            region,
            fill);
    }
}

/// <summary>A keyframe's pictures with some players hidden, while they are asked about.</summary>
internal sealed class MaskedView(MaskedPicture now, IReadOnlyList<(MaskedPicture Picture, double SecondsBefore)> earlier) : IDisposable
{
    /// <summary>A question about them.</summary>
    public Question Ask(string prompt) => new(now.Image, prompt)
    {
        Forms = now.Forms,
        Earlier = [.. earlier.Select(item => new EarlierPicture(item.Picture.Image, item.SecondsBefore, item.Picture.Forms))],
    };

    /// <summary>Gives them back.</summary>
    public void Dispose()
    {
        now.Dispose();
        foreach ((MaskedPicture picture, _) in earlier)
        {
            picture.Dispose();
        }
    }
}
