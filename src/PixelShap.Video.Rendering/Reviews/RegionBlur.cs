using PixelShap.Masking;
using PixelShap.Video.Frames;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Rendering.Reviews;

/// <summary>
/// Makes chosen classes unrecognisable for sharing: coarse blocks of mean colour over the region where a face or a plate can be. It finds no faces
/// and no plates: it covers what the segmenter found, tracked or not, and nothing else. A region stays covered for a short time after its object was
/// last seen, because detections flicker.
/// </summary>
public sealed class RegionBlur
{
    private const double HoldSeconds = 0.4;
    private const double HeadShare = 0.38;
    private const double Margin = 0.12;
    private const string Person = "person";

    // Some networks have one class for a rider and what is ridden. "person" stands for all of these.
    private static readonly string[] People = [Person, "pedestrian", "rider", "bicyclist", "cyclist", "motorcyclist", "motorcycle"];

    private readonly string[] _rules;
    private readonly Dictionary<string, string[]> _named = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, bool> _classes = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(double Seconds, PixelBox Region)> _recent = [];

    /// <summary>Creates a blur.</summary>
    /// <param name="rules">Class names; of people the upper part is covered, of others the whole. <c>person:whole</c> covers people whole. <c>person</c> is
    /// everyone, whatever the network calls them.</param>
    /// <exception cref="PixelShapException">A rule is none.</exception>
    public RegionBlur(IEnumerable<string> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        _rules = [.. rules];
        var parsed = new List<(string Name, bool? Head)>();
        foreach (string rule in _rules)
        {
            string[] parts = rule.Split(':');
            if (parts.Length > 2 || parts[0].Trim().Length == 0 || (parts.Length == 2 && parts[1] is not ("whole" or "head")))
            {
                throw new PixelShapException(ExitCode.Usage, $"'--blur {rule}' names no class.", "Write for example --blur person,car or --blur person:whole.");
            }

            parsed.Add((parts[0].Trim(), parts.Length == 2 ? parts[1] == "head" : null));
        }

        // "person" first, so that what is named by itself counts more.
        foreach ((string name, bool? head) in parsed.OrderBy(rule => IsPerson(rule.Name) ? 0 : 1))
        {
            _named[name] = IsPerson(name) ? People : [name];
            foreach (string covered in _named[name])
            {
                _classes[covered] = head ?? People.Contains(covered, StringComparer.OrdinalIgnoreCase);
            }
        }
    }

    /// <summary>The classes as they were named.</summary>
    public IReadOnlyCollection<string> Classes => _named.Keys;

    /// <summary>Those of <see cref="Classes"/> of which a run found nothing, so that nothing will be covered for them.</summary>
    /// <param name="found">The classes that the run found.</param>
    public IReadOnlyList<string> NotAmong(IReadOnlySet<string> found) => [.. _named.Where(named => !named.Value.Any(found.Contains)).Select(named => named.Key)];

    /// <summary>Whether a class is one by which networks know people.</summary>
    public static bool IsOfPeople(string name) => People.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The same blur without the classes of which a run found nothing: what is said to be covered is to be true.</summary>
    /// <param name="found">The classes that the run found.</param>
    public RegionBlur Among(IReadOnlySet<string> found)
    {
        IReadOnlyList<string> missing = NotAmong(found);
        return new RegionBlur(_rules.Where(rule => !missing.Contains(rule.Split(':')[0].Trim(), StringComparer.OrdinalIgnoreCase)));
    }

    /// <summary>Covers the regions of one frame. Frames come in order of time.</summary>
    /// <param name="frame">The picture; written to.</param>
    /// <param name="facts">What the journal knows of the frame, in pixels of the clip.</param>
    public void Apply(Frame frame, JournalFrame facts)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(facts);
        PixelBox[] regions = [.. RegionsOf(facts, frame.Width, frame.Height)];
        _recent.RemoveAll(old => facts.Seconds - old.Seconds > HoldSeconds || old.Seconds > facts.Seconds
            || Array.Exists(regions, region => Covers(region, old.Region)));
        _recent.AddRange(regions.Select(region => (facts.Seconds, region)));
        foreach ((_, PixelBox region) in _recent)
        {
            Cover(frame, region);
        }
    }

    private static bool IsPerson(string name) => name.Equals(Person, StringComparison.OrdinalIgnoreCase);

    private IEnumerable<PixelBox> RegionsOf(JournalFrame facts, int width, int height)
    {
        for (int i = 0; i < facts.Detections.Count; i++)
        {
            // A track may have another class than the network said in this frame: either is enough.
            Detection detection = facts.Detections[i];
            string? track = facts.Objects.FirstOrDefault(item => item.Detection == i)?.ClassName;
            if (_classes.TryGetValue(detection.ClassName, out bool head) || (track is not null && _classes.TryGetValue(track, out head)))
            {
                yield return RegionOf(detection.Box, head, (double)width / facts.Width, (double)height / facts.Height, width, height);
            }
        }
    }

    /// <summary>Whether most of an older region lies in a newer one, so that it is the same object.</summary>
    private static bool Covers(PixelBox region, PixelBox older)
    {
        PixelBox common = region.Intersect(older);
        return 2L * common.Width * common.Height >= (long)older.Width * older.Height;
    }

    /// <summary>The region to cover, with a margin.</summary>
    internal static PixelBox RegionOf(BoundingBox box, bool head, double scaleX, double scaleY, int width, int height)
    {
        float across = box.Width * (float)Margin, up = box.Height * (float)(head ? Margin / 2 : Margin);
        float bottom = head ? box.Top + Math.Max(box.Height * (float)HeadShare, Math.Min(box.Height, 8)) : box.Bottom + up;
        var region = new BoundingBox(
            (float)((box.Left - across) * scaleX), (float)((box.Top - up) * scaleY), (float)((box.Right + across) * scaleX), (float)(bottom * scaleY));
        return region.ToPixels(width, height);
    }

    /// <summary>Blocks so coarse that at most five fit across the region.</summary>
    private static void Cover(Frame frame, PixelBox region)
    {
        int block = Math.Max(8, (Math.Min(region.Width, region.Height) + 4) / 5 / 2 * 2);
        Span<byte> pixels = frame.Pixels.Span;
        if (frame.Header.Format != PixelFormat.Yuv420)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                Cover(pixels[channel..], frame.Stride, frame.Header.BytesPerPixel, region, block);
            }

            return;
        }

        // Chroma covers two pixels each way, so the region is widened to even borders.
        int halfWidth = (frame.Width + 1) / 2, halfHeight = (frame.Height + 1) / 2, luma = frame.Width * frame.Height, plane = halfWidth * halfHeight;
        int left = region.X / 2, top = region.Y / 2;
        var half = new PixelBox(left, top, Math.Min(halfWidth, (region.Right + 1) / 2) - left, Math.Min(halfHeight, (region.Bottom + 1) / 2) - top);
        Cover(pixels[..luma], frame.Width, 1, region, block);
        Cover(pixels.Slice(luma, plane), halfWidth, 1, half, block / 2);
        Cover(pixels.Slice(luma + plane, plane), halfWidth, 1, half, block / 2);
    }

    /// <summary>Covers the region in one channel or plane.</summary>
    /// <param name="values">The values, the first of the upper left pixel.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <param name="step">Bytes from one value to the next.</param>
    /// <param name="region">What to cover.</param>
    /// <param name="block">The side of a block.</param>
    private static void Cover(Span<byte> values, int stride, int step, PixelBox region, int block)
    {
        for (int top = region.Y; top < region.Bottom; top += block)
        {
            for (int left = region.X; left < region.Right; left += block)
            {
                int right = Math.Min(left + block, region.Right), bottom = Math.Min(top + block, region.Bottom), sum = 0;
                for (int y = top; y < bottom; y++)
                {
                    for (int x = left; x < right; x++)
                    {
                        sum += values[(y * stride) + (x * step)];
                    }
                }

                byte mean = (byte)(sum / ((right - left) * (bottom - top)));
                for (int y = top; y < bottom; y++)
                {
                    for (int x = left; x < right; x++)
                    {
                        values[(y * stride) + (x * step)] = mean;
                    }
                }
            }
        }
    }
}
