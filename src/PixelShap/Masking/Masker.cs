using PixelShap.Games;

namespace PixelShap.Masking;

/// <summary>
/// Renders the image of a coalition, I′(S): every player that is not in S is hidden. Made once per keyframe; may be used from several
/// threads at the same time.
/// </summary>
public sealed class Masker
{
    private readonly Mask[][] _objects;
    private readonly Mask[][] _regions;
    private readonly MaskingRegion _region;
    private readonly IFill _fill;
    private readonly int _width;
    private readonly int _height;

    /// <summary>Creates a masker with one object per player.</summary>
    /// <param name="players">The mask of each player, all of the same image size.</param>
    /// <param name="region">Which pixels are hidden for a hidden player.</param>
    /// <param name="fill">What they are replaced with.</param>
    /// <exception cref="ArgumentException">More than <see cref="Coalition.MaxPlayers"/> players, or masks of different image sizes.</exception>
    public Masker(IEnumerable<Mask> players, MaskingRegion region, IFill fill)
        : this([.. players.Select(mask => new[] { mask })], region, fill)
    {
    }

    /// <summary>Creates a masker with groups of objects that are shown and hidden together as one player.</summary>
    /// <param name="players">The masks of each player.</param>
    /// <param name="region">Which pixels are hidden for each object of a hidden player.</param>
    /// <param name="fill">What they are replaced with.</param>
    /// <exception cref="ArgumentException">More than <see cref="Coalition.MaxPlayers"/> players, or masks of different image sizes.</exception>
    public Masker(IEnumerable<IReadOnlyList<Mask>> players, MaskingRegion region, IFill fill)
    {
        ArgumentNullException.ThrowIfNull(players);
        ArgumentNullException.ThrowIfNull(fill);
        _objects = [.. players.Select(masks => masks.ToArray())];
        if (_objects.Length > Coalition.MaxPlayers)
        {
            throw new ArgumentException($"{_objects.Length} players are more than {Coalition.MaxPlayers}: group them.", nameof(players));
        }

        Mask[] all = [.. _objects.SelectMany(masks => masks)];
        (_width, _height) = all.Length == 0 ? (0, 0) : (all[0].ImageWidth, all[0].ImageHeight);
        if (Array.Exists(all, mask => mask.ImageWidth != _width || mask.ImageHeight != _height))
        {
            throw new ArgumentException("The masks belong to images of different sizes.", nameof(players));
        }

        _region = region;
        _fill = fill;
        _regions = [.. _objects.Select(masks => masks.Select(mask => RegionOf(mask, region)).ToArray())];
    }

    /// <summary>The number of players.</summary>
    public int PlayerCount => _objects.Length;

    /// <summary>The pixels that are hidden when only <paramref name="visible"/> are shown. Two coalitions give the same image when
    /// <see cref="Mask.HasSamePixels"/> says so of their pixels.</summary>
    public HiddenRegion Hide(Coalition visible)
    {
        List<PixelBox> boxes = [];
        for (int player = 0; player < _regions.Length; player++)
        {
            if (!visible.Contains(player))
            {
                boxes.AddRange(_regions[player].Where(mask => !mask.IsEmpty).Select(mask => mask.Box));
            }
        }

        if (boxes.Count == 0)
        {
            return new HiddenRegion(Mask.Empty(_width, _height), []);
        }

        var builder = new MaskBuilder(_width, _height, boxes.Aggregate((all, box) => all.Cover(box)));
        ForEach(_regions, ~visible.Bits, builder.Add);
        if (_region == MaskingRegion.Bboa)
        {
            ForEach(_objects, visible.Bits, builder.Remove);
            ForEach(_objects, ~visible.Bits, builder.Add);
        }

        return new HiddenRegion(builder.ToMask(), boxes);
    }

    /// <summary>Draws I′(S).</summary>
    /// <param name="source">The original image, of the masks' size.</param>
    /// <param name="visible">The visible players S.</param>
    /// <param name="destination">Receives the image; same size, other memory.</param>
    public void Render(BgrImage source, Coalition visible, BgrImage destination) => Render(source, Hide(visible), destination);

    /// <summary>Draws the image in which <paramref name="hidden"/> is hidden.</summary>
    /// <param name="source">The original image, of the masks' size.</param>
    /// <param name="hidden">What <see cref="Hide"/> gave.</param>
    /// <param name="destination">Receives the image; same size, other memory.</param>
    public void Render(BgrImage source, HiddenRegion hidden, BgrImage destination)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        destination.CopyFrom(source);
        if (hidden.Pixels.IsEmpty)
        {
            return;
        }

        if (source.Width != _width || source.Height != _height)
        {
            throw new ArgumentException($"The image is {source.Width}x{source.Height}, its masks are {_width}x{_height}.", nameof(source));
        }

        _fill.Apply(source, hidden, destination);
    }

    private static Mask RegionOf(Mask mask, MaskingRegion region) => region switch
    {
        MaskingRegion.Precise => mask,
        MaskingRegion.Bbox or MaskingRegion.Bboa => Mask.FromBox(mask.ImageWidth, mask.ImageHeight, mask.Box),
        MaskingRegion.Convex => ConvexHull.Of(mask),
        _ => throw new ArgumentOutOfRangeException(nameof(region), region, "There is no such region."),
    };

    private static void ForEach(Mask[][] masks, ulong players, Action<Mask> action)
    {
        for (int player = 0; player < masks.Length; player++)
        {
            if ((players >> player & 1) != 0)
            {
                Array.ForEach(masks[player], action);
            }
        }
    }
}
