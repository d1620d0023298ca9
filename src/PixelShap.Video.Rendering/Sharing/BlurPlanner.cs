using PixelShap.Masking;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Rendering.Sharing;

/// <summary>
/// Looks through a clip before it is drawn and decides what is covered in which frame. What the run or the detector of faces saw is covered at any score, with a margin. Where it is not seen, it is
/// carried along the motion of the pictures, forward and back, for <see cref="HoldSeconds"/>, and grows while it is not seen. Frames come in order of time.
/// </summary>
/// <param name="rules">What is to be covered.</param>
/// <param name="faces">A detector of faces; null to cover the heads of people alone.</param>
/// <param name="motion">Measures the motion.</param>
public sealed class BlurPlanner(BlurRules rules, ISegmenter? faces, IPictureMotion motion)
{
    /// <summary>How long something stays covered before it was first and after it was last seen.</summary>
    public const double HoldSeconds = 1;

    /// <summary>The score from which a look is sure.</summary>
    public const float Sure = 0.5f;

    // Times of frames are sums of rounded numbers.
    private const double Held = HoldSeconds + 1e-6;
    private const int MostThumbnails = 120;
    private const float Margin = 0.15f, FaceMargin = 0.3f, LeastMargin = 2, GrowthPerSecond = 0.2f, MarginOfDoubt = 0.2f;
    private const float Same = 0.25f, Replaced = 0.5f, Within = 0.95f, Whole = 0.999f;

    private readonly List<Sighting> _sightings = [];
    private readonly List<Looked> _recent = [];
    private readonly Dictionary<long, BoundingBox[]> _done = [];
    private readonly Dictionary<string, (int Frames, int Held)> _counts = rules.Names.ToDictionary(name => name, _ => (0, 0), StringComparer.Ordinal);
    private List<Followed> _followed = [];

    /// <summary>Looks at the next frame.</summary>
    /// <param name="image">The picture, in any size, the same for all frames.</param>
    /// <param name="index">The number of the frame in the run.</param>
    /// <param name="seconds">Its time.</param>
    /// <param name="facts">What is known of it: of one run, or of several.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public void Take(BgrImage image, long index, double seconds, IEnumerable<JournalFrame> facts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(facts);
        IMotionStep? step = motion.Next(image);
        Settle(seconds);
        var frame = new Looked(index, seconds, step, image.Width, image.Height);
        List<Followed> carried = step is null ? [] : [.. _followed.Where(item => seconds - item.SeenAt <= Held).Select(item => item.Carried(step.Forth(item.Box), seconds))];
        List<Followed> seen = [];
        foreach (Look look in Looks(image, facts, cancellationToken))
        {
            Followed? before = carried.Where(item => item.Sighting.Rule == look.Rule && (item.Box.IoU(look.Box) >= Same || Share(item.Box, look.Box) >= Within)).MaxBy(item => item.Box.IoU(look.Box));
            Sighting sighting = before?.Sighting ?? New(look.Rule);
            sighting.Look(image, look.Box, look.Score, seconds, Sure);
            var item = new Followed(sighting, look.Box, look.Margin, seconds, 0);
            seen.Add(item);
            if (before is null or { Steps: > 1 } || Share(look.Box, before.Region) < Within)
            {
                LookBack(item, step);
            }
        }

        // What was carried to where it is seen again is not needed twice.
        _followed = [.. seen, .. carried.Where(item => frame.Holds(item.Box) && !seen.Exists(other => other.Sighting.Rule == item.Sighting.Rule && (other.Box.IoU(item.Box) >= Replaced || Share(item.Box, other.Region) >= Within)))];
        frame.Regions.AddRange(_followed);
        _recent.Add(frame);
        LimitThumbnails();
    }

    /// <summary>What was found.</summary>
    public BlurPlan Finish()
    {
        Settle(double.PositiveInfinity);
        BlurDoubt[] doubts = [.. _sightings.Where(IsDoubtful).OrderBy(sighting => sighting.BestScore).Where(sighting => sighting.Thumbnail is not null)
            .Select(sighting => new BlurDoubt(sighting.Rule, sighting.BestSeconds, sighting.BestScore, sighting.Looks, sighting.Thumbnail!.Value))];
        return new BlurPlan(
            _done,
            [.. rules.Names.Select(name => new BlurCount(
                name, _counts[name].Frames, _counts[name].Held, _sightings.Count(sighting => sighting.Rule == name), _sightings.Count(sighting => sighting.Rule == name && IsDoubtful(sighting))))],
            doubts,
            _sightings.Count(IsDoubtful));
    }

    private static bool IsDoubtful(Sighting sighting) => sighting.BestScore < Sure;

    /// <summary>The part of a box that lies in another.</summary>
    private static float Share(BoundingBox box, BoundingBox other)
    {
        float width = Math.Min(box.Right, other.Right) - Math.Max(box.Left, other.Left), height = Math.Min(box.Bottom, other.Bottom) - Math.Max(box.Top, other.Top);
        return width <= 0 || height <= 0 ? 0 : width * height / Math.Max(box.Area, 1e-3f);
    }

    private Sighting New(string rule)
    {
        var sighting = new Sighting(rule);
        _sightings.Add(sighting);
        return sighting;
    }

    private IEnumerable<Look> Looks(BgrImage image, IEnumerable<JournalFrame> facts, CancellationToken cancellationToken)
    {
        foreach (JournalFrame known in facts)
        {
            float scaleX = (float)image.Width / known.Width, scaleY = (float)image.Height / known.Height;
            for (int i = 0; i < known.Detections.Count; i++)
            {
                Detection detection = known.Detections[i];
                var box = new BoundingBox(detection.Box.Left * scaleX, detection.Box.Top * scaleY, detection.Box.Right * scaleX, detection.Box.Bottom * scaleY);
                foreach ((string rule, BoundingBox region) in rules.RegionsOf(detection.ClassName, known.Objects.FirstOrDefault(item => item.Detection == i)?.ClassName, box))
                {
                    yield return new Look(rule, region, detection.Score, Margin + (MarginOfDoubt * Math.Max(0, 1 - (detection.Score / Sure))));
                }
            }
        }

        foreach (Detection face in rules.WantsFaces && faces is not null ? faces.Segment(image, cancellationToken) : [])
        {
            yield return new Look(BlurRules.Faces, face.Box, face.Score, FaceMargin);
        }
    }

    /// <summary>Covers something that is seen for the first time, or again, in the frames before in which nobody saw it. What was carried there from before the gap may have been half hidden then.</summary>
    private void LookBack(Followed item, IMotionStep? step)
    {
        for (int i = _recent.Count - 1; i >= 0 && step is not null && item.SeenAt - _recent[i].Seconds <= Held; i--)
        {
            Looked frame = _recent[i];
            item = item.Carried(step.Back(item.Box), _recent[i].Seconds);
            if (!frame.Holds(item.Box) || frame.Regions.Exists(other => other.Steps == 0 && other.Sighting.Rule == item.Sighting.Rule && Share(item.Box, other.Region) >= Within))
            {
                return;
            }

            if (!frame.Regions.Exists(other => other.Sighting.Rule == item.Sighting.Rule && Share(item.Region, other.Region) >= Whole))
            {
                frame.Regions.Add(item);
            }

            step = frame.Step;
        }
    }

    /// <summary>Notes the frames that no later look can change.</summary>
    private void Settle(double seconds)
    {
        int settled = _recent.FindIndex(frame => seconds - frame.Seconds <= Held);
        settled = settled < 0 ? _recent.Count : settled;
        foreach (Looked frame in _recent[..settled])
        {
            _done[frame.Index] = [.. frame.Regions.Select(item => frame.InParts(item.Region))];
            foreach (IGrouping<string, Followed> rule in frame.Regions.GroupBy(item => item.Sighting.Rule))
            {
                (int frames, int held) = _counts[rule.Key];
                _counts[rule.Key] = (frames + 1, held + (rule.Any(item => item.Steps > 0) ? 1 : 0));
            }
        }

        _recent.RemoveRange(0, settled);
    }

    /// <summary>Thumbnails of what is most doubtful are kept: the memory of a long clip has an end.</summary>
    private void LimitThumbnails()
    {
        Sighting[] kept = [.. _sightings.Where(sighting => sighting.Thumbnail is not null).OrderBy(sighting => sighting.BestScore)];
        foreach (Sighting sighting in kept.Skip(MostThumbnails))
        {
            sighting.Forget();
        }
    }

    /// <summary>Something that is to be covered, as it was seen.</summary>
    private readonly record struct Look(string Rule, BoundingBox Box, float Score, float Margin);

    /// <summary>Something that is covered in a frame: seen there, or carried so many steps and seconds.</summary>
    private sealed record Followed(Sighting Sighting, BoundingBox Box, float Margin, double SeenAt, int Steps, float Unseen = 0)
    {
        /// <summary>The box with its margin, and with what it grew by.</summary>
        public BoundingBox Region
        {
            get
            {
                float grown = GrowthPerSecond * Unseen * Math.Min(Box.Width, Box.Height);
                float across = Math.Max(LeastMargin, Margin * Box.Width) + grown, down = Math.Max(LeastMargin, Margin * Box.Height) + grown;
                return new BoundingBox(Box.Left - across, Box.Top - down, Box.Right + across, Box.Bottom + down);
            }
        }

        public Followed Carried(BoundingBox box, double seconds) => this with { Box = box, Steps = Steps + 1, Unseen = (float)Math.Abs(seconds - SeenAt) };
    }

    /// <summary>A frame that was looked at.</summary>
    private sealed record Looked(long Index, double Seconds, IMotionStep? Step, int Width, int Height)
    {
        public List<Followed> Regions { get; } = [];

        public bool Holds(BoundingBox box) => box.Right > 0 && box.Bottom > 0 && box.Left < Width && box.Top < Height;

        public BoundingBox InParts(BoundingBox box) => new(
            Math.Clamp(box.Left / Width, 0, 1), Math.Clamp(box.Top / Height, 0, 1), Math.Clamp(box.Right / Width, 0, 1), Math.Clamp(box.Bottom / Height, 0, 1));
    }
}
