using PixelShap.Masking;
using PixelShap.Testing;
using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Video.Cli.Tests.Sharing;

/// <summary>A moving clip of cut-outs before a real picture: the camera pans, they walk and come nearer, and a post passes before them.</summary>
internal sealed class ComposedClip
{
    public const int Width = 640, Height = 360, Frames = 36;
    public const double FrameSeconds = 1 / 12.0;

    // Pictures without people and vehicles: what else there is would be covered too, and counted.
    private static readonly int[] s_grounds = [25, 34];

    private readonly Sprite[] _sprites;
    private readonly BgrImage _street;
    private readonly Random _random;
    private readonly (double X, double Speed, double Share, double Growth)[] _ways;

    /// <param name="sprites">Who is in it.</param>
    /// <param name="number">Which clip: other numbers give other ways and streets.</param>
    /// <param name="share">The height of the first one in parts of the picture's.</param>
    public ComposedClip(Sprite[] sprites, int number, double share)
    {
        string[] streets = [.. s_grounds.Select(number => SharedData.Path($"data/coco128/images/train2017/{number:D12}.jpg"))];
        (_sprites, _random) = (sprites, new Random(number));
        _street = new OpenCvImageCodec().Decode(File.ReadAllBytes(streets[number % streets.Length]));
        _ways = [.. sprites.Select((_, i) => (40 + (i * 300.0) + _random.Next(80), _random.Next(-5, 6), share * (1 - (0.2 * i)), 0.008 * _random.NextDouble()))];
    }

    /// <summary>A frame, and which of its pixels must not be seen.</summary>
    public (BgrImage Picture, bool[] Secret) Frame(int index)
    {
        var picture = new BgrImage(new byte[Width * Height * 3], Width, Height, Width * 3);
        var secret = new bool[Width * Height];
        double pan = 4 * index, zoom = (double)Height / _street.Height;
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                int sx = (int)((x + pan) / zoom) % _street.Width, sy = Math.Min(_street.Height - 1, (int)(y / zoom));
                _street.Row(sy).Slice(3 * sx, 3).CopyTo(picture.Row(y)[(3 * x)..]);
            }
        }

        for (int i = 0; i < _sprites.Length; i++)
        {
            (double x, double speed, double share, double growth) = _ways[i];
            double scale = share * Height * (1 + (growth * index)) / _sprites[i].Box.Height;
            double foot = Height * (0.97 - (0.05 * i));
            _sprites[i].Draw(picture, secret, x + (speed * index), foot - (_sprites[i].Box.Height * scale), scale);
        }

        Post(picture, secret, (int)(660 - (22 * index)));
        return (picture, secret);
    }

    /// <summary>A post that stands nearer than everybody and crosses the picture.</summary>
    private static void Post(BgrImage picture, bool[] secret, int left)
    {
        for (int y = 0; y < Height; y++)
        {
            for (int x = Math.Max(0, left); x < Math.Min(Width, left + 46); x++)
            {
                byte value = (byte)(70 + (((x - left) * 37 + (y * 11)) % 29));
                picture.Row(y).Slice(3 * x, 3).Fill(value);
                secret[(y * Width) + x] = false;
            }
        }
    }
}
