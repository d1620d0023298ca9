using System.Buffers;
using PixelShap.Masking;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Runs.Results;

/// <summary>
/// An object that was not seen for a while, and is again, stays in sight between: its box goes straight from where it was to where it is, and its mask goes
/// with the box. Without that the object an answer depended on blinks.
/// </summary>
/// <param name="longestGapSeconds">What is away for longer is away.</param>
internal sealed class GapFilling(double longestGapSeconds)
{
    // What is seen in its place, and neither before nor after together with it, is the same thing under another identity.
    private const float SameThing = 0.4f;

    // Where the clock of a video stands still.
    private const int MostHeld = 1024;

    private const double Exact = 1e-6;

    /// <summary>The same frames, with what is between two sights of a track. Holds back as many as the longest gap takes.</summary>
    /// <param name="frames">Frames in order of time.</param>
    public IEnumerable<JournalFrame> Of(IEnumerable<JournalFrame> frames)
    {
        var held = new List<JournalFrame>();
        foreach (JournalFrame frame in frames)
        {
            int stay = held.FindIndex(other => frame.Seconds - other.Seconds <= longestGapSeconds + Exact && other.Epoch == frame.Epoch);
            int leave = Math.Max(stay < 0 ? held.Count : stay, held.Count - MostHeld);
            for (int i = 0; i < leave; i++)
            {
                yield return held[i];
            }

            held.RemoveRange(0, leave);
            foreach (JournalObject item in frame.Objects)
            {
                Fill(held, frame, item);
            }

            held.Add(frame);
        }

        foreach (JournalFrame frame in held)
        {
            yield return frame;
        }
    }

    private static void Fill(List<JournalFrame> held, JournalFrame frame, JournalObject item)
    {
        int last = held.FindLastIndex(other => other.Has(item.TrackId));
        if (last < 0 || last == held.Count - 1)
        {
            return;
        }

        JournalFrame start = held[last];
        Detection before = start.Detections[start.Objects.First(known => known.TrackId == item.TrackId).Detection], after = frame.Detections[item.Detection];
        for (int i = last + 1; i < held.Count; i++)
        {
            JournalFrame between = held[i];
            float share = (float)((between.Seconds - start.Seconds) / (frame.Seconds - start.Seconds));
            var box = new BoundingBox(
                Mix(before.Box.Left, after.Box.Left, share), Mix(before.Box.Top, after.Box.Top, share),
                Mix(before.Box.Right, after.Box.Right, share), Mix(before.Box.Bottom, after.Box.Bottom, share));
            if (between.Objects.Any(seen => between.Detections[seen.Detection].Box.IoU(box) > SameThing && !start.Has(seen.TrackId) && !frame.Has(seen.TrackId)))
            {
                continue;
            }

            Detection nearer = share < 0.5f ? before : after;
            Mask? mask = nearer.Mask is { } known ? Moved(known, nearer.Box, box) : null;
            Detection made = after with { Score = Math.Min(before.Score, after.Score), Box = box, Mask = mask };
            JournalObject[] objects = [.. between.Objects, item with { Detection = between.Detections.Count, IsFilled = true }];
            held[i] = between with { Detections = [.. between.Detections, made], Objects = [.. objects.OrderBy(known => known.TrackId)] };
        }
    }

    private static float Mix(float from, float to, float share) => from + ((to - from) * share);

    /// <summary>A mask moved and stretched with its box.</summary>
    private static Mask Moved(Mask mask, BoundingBox from, BoundingBox to)
    {
        PixelBox region = to.ToPixels(mask.ImageWidth, mask.ImageHeight);
        byte[] map = ArrayPool<byte>.Shared.Rent(Math.Max(1, region.Width * region.Height));
        Array.Clear(map, 0, region.Width * region.Height);
        float scaleX = from.Width / to.Width, scaleY = from.Height / to.Height;
        for (int y = 0; y < region.Height; y++)
        {
            int sourceY = (int)MathF.Floor(from.Top + ((region.Y + y + 0.5f - to.Top) * scaleY));
            for (int x = 0; x < region.Width && sourceY >= 0 && sourceY < mask.ImageHeight; x++)
            {
                int sourceX = (int)MathF.Floor(from.Left + ((region.X + x + 0.5f - to.Left) * scaleX));
                map[(y * region.Width) + x] = sourceX >= 0 && sourceX < mask.ImageWidth && mask[sourceX, sourceY] ? (byte)1 : (byte)0;
            }
        }

        var moved = Mask.FromBytes(mask.ImageWidth, mask.ImageHeight, region, map, region.Width);
        ArrayPool<byte>.Shared.Return(map);
        return moved;
    }
}
