using PixelShap.Masking;

namespace PixelShap.Video.Attribution.Verdicts;

/// <summary>What came of looking for the part of the scene that the answer rests on.</summary>
/// <param name="Calls">How many questions were asked for it.</param>
/// <param name="Regions">What was found; empty where no part of the scene changes the answer by itself.</param>
public sealed record SceneSearch(int Calls, IReadOnlyList<SceneRegion> Regions);

/// <summary>A part of the picture that is no tracked object and that the answer rests on: a player found by hiding it.</summary>
/// <param name="Id">The same number for the same region in later keyframes, from 1.</param>
/// <param name="Mask">Its pixels.</param>
/// <param name="Value">How far v falls where it alone is hidden.</param>
/// <param name="Answer">The answer where it is hidden.</param>
/// <param name="Words">The words of the answer that go with it, in their order; may be empty.</param>
public sealed record SceneRegion(int Id, Mask Mask, double Value, string Answer, IReadOnlyList<string> Words)
{
    /// <summary>Where it lies, for people: <c>upper left</c>, <c>centre</c>, <c>right</c>.</summary>
    public string Place
    {
        get
        {
            int column = Third(Mask.Box.X + (Mask.Box.Width / 2), Mask.ImageWidth), row = Third(Mask.Box.Y + (Mask.Box.Height / 2), Mask.ImageHeight);
            string across = column switch { 0 => "left", 1 => "", _ => "right" }, down = row switch { 0 => "upper", 1 => "", _ => "lower" };
            return (down, across) switch
            {
                ("", "") => "centre",
                ("", _) => across,
                (_, "") => down + " centre",
                _ => $"{down} {across}",
            };
        }
    }

    /// <summary>What people call it.</summary>
    public string Name => Words.Count > 0 ? $"region {Id} ({Place}, “{string.Join(' ', Words)}”)" : $"region {Id} ({Place})";

    private static int Third(int at, int size) => Math.Min(3 * at / Math.Max(1, size), 2);
}
