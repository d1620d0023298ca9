using PixelShap.Games;
using PixelShap.Masking;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Attribution.Attributes;

/// <summary>Draws a keyframe with some attributes of one of its objects withheld.</summary>
internal sealed class AttributePictures
{
    // Differences of brightness below this, of 255, and of colour below that are none that could be withheld. How far a ring around the object reaches, by its size.
    private const double LeastContrast = 12, LeastColour = 8, Ring = 0.25;

    // The rim of a mask has pixels of both, and a thing stands on its shadow: what is filled in reaches so far beyond the object, in parts of its size and in pixels, and farther at its foot.
    private const double Seam = 0.05, Foot = 0.18;
    private const int LeastSeam = 3;

    private readonly KeyframeScene _scene;
    private readonly Masker _others;
    private readonly IFill _ground;
    private readonly Lazy<BgrImage> _without;
    private readonly ObjectCutout _cutout;
    private readonly IReadOnlyList<int> _lamps;
    private readonly double _surroundings;
    private readonly int? _elsewhere;
    private readonly MaskingRegion _region;
    private readonly IFill _fill;
    private readonly int _player;

    /// <summary>Looks at the object.</summary>
    /// <param name="scene">The keyframe.</param>
    /// <param name="player">The player of the object, which is its only one.</param>
    /// <param name="region">Which pixels are hidden for a hidden object.</param>
    /// <param name="fill">What they are replaced with.</param>
    /// <param name="ground">What the ground is made of where the object was.</param>
    public AttributePictures(KeyframeScene scene, int player, MaskingRegion region, IFill fill, IFill ground)
    {
        (_scene, _player, _region, _fill, _ground) = (scene, player, region, fill, ground);
        Mask mask = scene.Players[player].Masks(scene.Image.Width, scene.Image.Height)[0];
        _cutout = ObjectCutout.Of(scene.Image, mask);
        _others = new Masker(scene.Players.Select(item => item.Masks(scene.Image.Width, scene.Image.Height)), region, fill);
        _without = new Lazy<BgrImage>(() => Without(mask));
        TrackedObject item = scene.Players[player].Objects[0];
        _lamps = ObjectLamps.Find(_cutout, item.Detection.ClassName);
        _surroundings = BrightnessAround(mask);
        _elsewhere = Elsewhere();
        Attributes = [.. Enum.GetValues<ObjectAttribute>().Where(Has)];
    }

    /// <summary>The attributes that this object has: an object without a lit lamp has none to put out, one across the whole picture nowhere else to go.</summary>
    public IReadOnlyList<ObjectAttribute> Attributes { get; }

    /// <summary>The picture with the object as it is, in part.</summary>
    /// <param name="shown">Bit i: attribute i of <see cref="Attributes"/> is as it is.</param>
    /// <param name="withOthers">Whether the other objects are visible.</param>
    public BgrImage Draw(Coalition shown, bool withOthers)
    {
        HashSet<ObjectAttribute> withheld = [.. Attributes.Where((_, i) => !shown.Contains(i))];
        ObjectCutout altered = Without([ObjectAttribute.Lights, ObjectAttribute.Colour, ObjectAttribute.Brightness, ObjectAttribute.Texture], _cutout);

        // A lit lamp is no paint: it stays lit where all else is grey.
        altered = withheld.Contains(ObjectAttribute.Lights) ? altered : Alterations.WithPixels(altered, _cutout, _lamps);
        altered = Without([ObjectAttribute.Shape, ObjectAttribute.Size, ObjectAttribute.Place], altered);
        bool moves = withheld.Overlaps([ObjectAttribute.Shape, ObjectAttribute.Place, ObjectAttribute.Size]);
        BgrImage picture = Copy(moves ? _without.Value : _scene.Image);
        altered.PasteOn(picture);
        return withOthers ? picture : WithoutOthers(picture, altered.ToMask(picture.Width, picture.Height));

        ObjectCutout Without(ObjectAttribute[] attributes, ObjectCutout from) => attributes.Where(withheld.Contains).Aggregate(from, (cutout, attribute) => Withhold(attribute, cutout));
    }

    /// <summary>The picture with the object hidden as any hidden player is.</summary>
    public BgrImage DrawHidden(bool withOthers)
    {
        BgrImage picture = Copy(_scene.Image);
        _others.Render(_scene.Image, withOthers ? Coalition.Full(_scene.Players.Count).Without(_player) : Coalition.Empty, picture);
        return picture;
    }

    private bool Has(ObjectAttribute attribute) => attribute switch
    {
        ObjectAttribute.Colour => _cutout.Places.Average(_cutout.ColourfulnessAt) >= LeastColour,
        ObjectAttribute.Brightness => Math.Abs(_cutout.Places.Average(_cutout.BrightnessAt) - _surroundings) >= LeastContrast,
        ObjectAttribute.Lights => _lamps.Count > 0,
        ObjectAttribute.Place => _elsewhere is not null,
        _ => true,
    };

    private ObjectCutout Withhold(ObjectAttribute attribute, ObjectCutout cutout) => attribute switch
    {
        ObjectAttribute.Colour => Alterations.WithoutColour(cutout),
        ObjectAttribute.Brightness => Alterations.WithBrightness(cutout, _surroundings),
        ObjectAttribute.Texture => Alterations.WithoutTexture(cutout),
        ObjectAttribute.Shape => Alterations.WithoutShape(cutout),
        ObjectAttribute.Lights => Alterations.WithoutLights(cutout, _lamps),
        ObjectAttribute.Place => Alterations.At(cutout, cutout.Box.X + _elsewhere!.Value - _cutout.Box.X, cutout.Box.Y),
        ObjectAttribute.Size => Alterations.WithoutSize(cutout),
        _ => throw new ArgumentOutOfRangeException(nameof(attribute), attribute, "There is no such attribute."),
    };

    private BgrImage WithoutOthers(BgrImage picture, Mask mask)
    {
        IReadOnlyList<Mask>[] masks = [.. _scene.Players.Select((player, i) => i == _player ? [mask] : player.Masks(picture.Width, picture.Height))];
        BgrImage hidden = Copy(picture);
        new Masker(masks, _region, _fill).Render(picture, Coalition.Of(_player), hidden);
        return hidden;
    }

    /// <summary>The picture as if the object had never been there.</summary>
    private BgrImage Without(Mask mask)
    {
        (int width, int height) = (_scene.Image.Width, _scene.Image.Height);
        var map = new byte[width * height];
        int across = Math.Max(LeastSeam, (int)(Seam * mask.Box.Width)), up = Math.Max(LeastSeam, (int)(Seam * mask.Box.Height)), down = Math.Max(LeastSeam, (int)(Foot * mask.Box.Height));
        foreach (MaskRun run in mask.Runs)
        {
            int left = Math.Max(0, run.X - across), right = Math.Min(width, run.X + run.Length + across);
            for (int y = Math.Max(0, run.Y - up); y <= Math.Min(height - 1, run.Y + down); y++)
            {
                map.AsSpan((y * width) + left, right - left).Fill(1);
            }
        }

        Mask hole = Mask.FromBytes(width, height, new PixelBox(0, 0, width, height), map, width);
        BgrImage picture = Copy(_scene.Image);
        _ground.Apply(_scene.Image, new HiddenRegion(hole, [hole.Box]), picture);
        return picture;
    }

    private double BrightnessAround(Mask mask)
    {
        (int across, int down) = ((int)(Ring * mask.Box.Width) + 1, (int)(Ring * mask.Box.Height) + 1);
        PixelBox area = new PixelBox(mask.Box.X - across, mask.Box.Y - down, mask.Box.Width + (2 * across), mask.Box.Height + (2 * down))
            .Intersect(new PixelBox(0, 0, _scene.Image.Width, _scene.Image.Height));
        double sum = 0;
        int count = 0;
        for (int y = area.Y; y < area.Bottom; y++)
        {
            ReadOnlySpan<byte> row = _scene.Image.Row(y);
            for (int x = area.X; x < area.Right; x++)
            {
                if (!mask[x, y])
                {
                    (sum, count) = (sum + ObjectCutout.BrightnessOf(row.Slice(3 * x, 3)), count + 1);
                }
            }
        }

        return count == 0 ? _cutout.Places.Average(_cutout.BrightnessAt) : sum / count;
    }

    /// <summary>The left edge of a place for the object beside its own, at the same height, that covers as little of the others as can be; null where there is none.</summary>
    private int? Elsewhere()
    {
        PixelBox box = _cutout.Box;
        PixelBox[] others = [.. _scene.Players.Where((_, i) => i != _player).SelectMany(player => player.Masks(_scene.Image.Width, _scene.Image.Height)).Select(mask => mask.Box)];
        (int X, int Covered)[] places = [.. Enumerable.Range(0, _scene.Image.Width - box.Width + 1)
            .Where(x => Math.Abs(x - box.X) >= box.Width)
            .Select(x => (x, others.Sum(other => other.Intersect(box with { X = x }) is { IsEmpty: false } common ? common.Width * common.Height : 0)))];

        // The nearest of those: far off it would stand before another ground.
        return places.Length == 0 ? null : places.OrderBy(place => place.Covered).ThenBy(place => Math.Abs(place.X - box.X)).ThenBy(place => place.X).First().X;
    }

    private static BgrImage Copy(BgrImage image)
    {
        var copy = new BgrImage(new byte[image.Width * image.Height * 3], image.Width, image.Height, image.Width * 3);
        copy.CopyFrom(image);
        return copy;
    }
}
