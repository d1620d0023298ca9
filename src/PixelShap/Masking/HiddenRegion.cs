namespace PixelShap.Masking;

/// <summary>The pixels that are hidden for one coalition.</summary>
/// <param name="Pixels">The pixels.</param>
/// <param name="Boxes">The boxes of the hidden objects; together they cover <paramref name="Pixels"/>, and they may overlap.</param>
public sealed record HiddenRegion(Mask Pixels, IReadOnlyList<PixelBox> Boxes)
{
    /// <summary>
    /// Boxes that cover all hidden pixels with <paramref name="margin"/> pixels around them, cut at the image border, and that do not
    /// overlap: a fill that looks at the surroundings works on one of them after the other, and on nothing else.
    /// </summary>
    public IReadOnlyList<PixelBox> Islands(int margin)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        var image = new PixelBox(0, 0, Pixels.ImageWidth, Pixels.ImageHeight);
        List<PixelBox> islands = [];
        foreach (PixelBox box in Boxes)
        {
            var island = new PixelBox(box.X - margin, box.Y - margin, box.Width + (2 * margin), box.Height + (2 * margin)).Intersect(image);
            int other;
            while ((other = islands.FindIndex(candidate => !candidate.Intersect(island).IsEmpty)) >= 0)
            {
                island = island.Cover(islands[other]);
                islands.RemoveAt(other);
            }

            islands.Add(island);
        }

        return islands;
    }
}
