using PixelShap.Games;
using PixelShap.Masking;

namespace PixelShap.Video.Attribution.Verdicts;

/// <summary>The pictures of a keyframe's controls; each is made when it is asked about.</summary>
internal sealed class ControlPictures(KeyframeScene scene, MaskingRegion region, IFill fill)
{
    private const int RimShare = 100;

    /// <summary>One colour in place of a whole picture: black where hidden objects are black, else the picture's mean.</summary>
    private readonly IFill _blank = fill.Name == ColourFill.Black.Name ? ColourFill.Black : ColourFill.Mean;

    /// <summary>What stands for "another fill": the mean colour where hidden objects are black, else black.</summary>
    private readonly IFill _other = fill.Name == ColourFill.Black.Name ? ColourFill.Mean : ColourFill.Black;

    /// <summary>The objects of the keyframe: what belongs to no part of the scene.</summary>
    public IReadOnlyList<Mask> Objects { get; } = [.. scene.Players.SelectMany(player => player.Masks(scene.Image.Width, scene.Image.Height))];

    /// <summary>What a control shows; to be given back by disposing of it.</summary>
    public MaskedView Show(Control control) => control.Kind switch
    {
        ControlKind.Coalition => scene.Show(new Coalition(control.Detail)),
        ControlKind.OtherFill => scene.ShowWith(new Coalition(control.Detail), region, _other),
        ControlKind.Blank => scene.ShowWithout(Everything, _blank),
        ControlKind.Players => scene.ShowWithout(AllBut, _blank),
        _ => throw new ArgumentOutOfRangeException(nameof(control), control.Kind, "This control shows the whole picture."),
    };

    /// <summary>The picture without a part of the scene and the seam around it: a rim that is left would tell what was there.</summary>
    public MaskedView ShowWithout(Mask part) => scene.ShowWithout((image, _) => Grown(Scaled(part, image.Width, image.Height)), fill);

    private static Mask Everything(BgrImage image, IReadOnlyList<Mask> objects) =>
        Mask.FromBox(image.Width, image.Height, new PixelBox(0, 0, image.Width, image.Height));

    private static Mask AllBut(BgrImage image, IReadOnlyList<Mask> objects)
    {
        var map = new byte[image.Width * image.Height];
        Array.Fill(map, (byte)1);
        foreach (Mask mask in objects)
        {
            mask.Paint(map, image.Width, 0);
        }

        return Mask.FromBytes(image.Width, image.Height, new PixelBox(0, 0, image.Width, image.Height), map, image.Width);
    }

    /// <summary>The mask with what is around it, a hundredth of the picture's width.</summary>
    private static Mask Grown(Mask mask)
    {
        (int width, int height) = (mask.ImageWidth, mask.ImageHeight);
        int rim = Math.Max(1, width / RimShare);
        var map = new byte[width * height];
        foreach (MaskRun run in mask.Runs)
        {
            int left = Math.Max(0, run.X - rim), right = Math.Min(width, run.X + run.Length + rim);
            for (int y = Math.Max(0, run.Y - rim); y <= Math.Min(height - 1, run.Y + rim); y++)
            {
                map.AsSpan((y * width) + left, right - left).Fill(1);
            }
        }

        return Mask.FromBytes(width, height, new PixelBox(0, 0, width, height), map, width);
    }

    /// <summary>The same part of a picture of another size: a live camera may have come back with one.</summary>
    private static Mask Scaled(Mask mask, int width, int height)
    {
        if ((mask.ImageWidth, mask.ImageHeight) == (width, height))
        {
            return mask;
        }

        var map = new byte[width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                map[(y * width) + x] = mask[(int)((long)x * mask.ImageWidth / width), (int)((long)y * mask.ImageHeight / height)] ? (byte)1 : (byte)0;
            }
        }

        return Mask.FromBytes(width, height, new PixelBox(0, 0, width, height), map, width);
    }
}
