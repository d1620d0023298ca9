using PixelShap.Games;
using PixelShap.Masking;
using PixelShap.Video.Attribution.Claims;
using PixelShap.Video.Language;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Attribution;

/// <summary>One keyframe as all prompts share it: its pictures, its players and its masked images. The pixels stay the caller's.</summary>
public sealed class KeyframeScene : IDisposable
{
    // Masked images kept for other prompts: a hundred of 1280 × 720.
    private const long KeptBytes = 256L << 20;

    private readonly PictureCache _cache = new();
    private readonly Lazy<IReadOnlyList<ObjectLook>> _looks;
    private readonly EarlierPicture[] _earlier;
    private readonly MaskedPictures _pictures;
    private readonly MaskedPictures[] _earlierPictures;

    /// <summary>Sets a scene.</summary>
    /// <param name="frame">The keyframe.</param>
    /// <param name="configuration">What is hidden, and how many players there may be.</param>
    /// <param name="fill">What hidden pixels are replaced with.</param>
    /// <param name="isShared">Whether several prompts ask about it.</param>
    /// <param name="alone">Which objects are players of their own, however far; null for none.</param>
    public KeyframeScene(ObservedFrame frame, AttributionConfiguration configuration, IFill fill, bool isShared, Predicate<TrackedObject>? alone = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(configuration);
        Frame = frame;
        Players = Player.From(frame.Objects, configuration.MaxPlayers, alone);
        _looks = new Lazy<IReadOnlyList<ObjectLook>>(() => ObjectLooks.Of(frame.Image, Players.SelectMany(player => player.Objects)));
        long kept = isShared ? KeptBytes : 0;
        var masker = new Masker(Players.Select(player => player.Masks(Image.Width, Image.Height)), configuration.Region, fill);
        _pictures = new MaskedPictures(Image, masker, kept);
        _earlier = [.. frame.Earlier.Select(earlier => new EarlierPicture(earlier.Image, earlier.SecondsBefore, new PictureCache()))];
        _earlierPictures = [.. frame.Earlier.Select(earlier => new MaskedPictures(earlier.Image, MaskerOf(earlier, configuration.Region, fill), kept))];
    }

    /// <summary>The keyframe.</summary>
    public ObservedFrame Frame { get; }

    /// <summary>Its whole picture.</summary>
    public BgrImage Image => Frame.Image;

    /// <summary>The players in the order of the bits of coalitions.</summary>
    public IReadOnlyList<Player> Players { get; }

    /// <summary>How its objects look.</summary>
    internal IReadOnlyList<ObjectLook> Looks => _looks.Value;

    /// <summary>A copy of the picture that a model is shown with the players of a coalition.</summary>
    public BgrImage Draw(Coalition visible)
    {
        if (visible == Coalition.Full(Players.Count))
        {
            return Image;
        }

        using MaskedPicture picture = _pictures.Rent(visible);
        return new BgrImage(picture.Image.Pixels.ToArray(), Image.Width, Image.Height, picture.Image.Stride);
    }

    /// <summary>A question about the whole picture.</summary>
    internal Question Ask(string prompt, QuestionScope? scope, int repeat = 0) => new(Image, prompt) { Repeat = repeat, Scope = scope, Cache = _cache, Earlier = _earlier };

    /// <summary>The pictures that show the players of a coalition; to be given back by disposing of them.</summary>
    internal MaskedView Show(Coalition visible) => new(
        _pictures.Rent(visible), [.. _earlierPictures.Select((pictures, i) => (pictures.Rent(visible), _earlier[i].SecondsBefore))]);

    /// <summary>The pictures that show the players of a coalition, with a region and a fill of their own.</summary>
    internal MaskedView ShowWith(Coalition visible, MaskingRegion region, IFill fill) => View(
        new Masker(Players.Select(player => player.Masks(Image.Width, Image.Height)), region, fill), earlier => MaskerOf(earlier, region, fill), visible);

    /// <summary>The pictures without some pixels.</summary>
    /// <param name="hidden">Which, of a picture with these objects in it.</param>
    /// <param name="fill">What they are replaced with.</param>
    internal MaskedView ShowWithout(Func<BgrImage, IReadOnlyList<Mask>, Mask> hidden, IFill fill)
    {
        return View(
            Hiding(Image, Frame.Objects, Players.SelectMany(player => player.TrackIds)),
            earlier => Hiding(earlier.Image, earlier.Objects, Players.SelectMany(player => player.TrackIds)),
            Coalition.Empty);

        Masker Hiding(BgrImage image, IReadOnlyList<TrackedObject> objects, IEnumerable<int> ids) => new(
            [hidden(image, new Player([.. objects.Where(item => ids.Contains(item.TrackId))]).Masks(image.Width, image.Height))], MaskingRegion.Precise, fill);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pictures.Dispose();
        Array.ForEach(_earlierPictures, pictures => pictures.Dispose());
    }

    private MaskedView View(Masker masker, Func<EarlierFrame, Masker> earlier, Coalition visible) => new(
        new MaskedPictures(Image, masker, keptBytes: 0).Rent(visible),
        [.. Frame.Earlier.Select(frame => (new MaskedPictures(frame.Image, earlier(frame), keptBytes: 0).Rent(visible), frame.SecondsBefore))]);

    /// <summary>Hides the same players in an earlier frame. Who was not there then needs no hiding.</summary>
    private Masker MaskerOf(EarlierFrame earlier, MaskingRegion region, IFill fill)
    {
        BgrImage image = earlier.Image;
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
        Cache = now.Cache,
        Earlier = [.. earlier.Select(item => new EarlierPicture(item.Picture.Image, item.SecondsBefore, item.Picture.Cache))],
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
