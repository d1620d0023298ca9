using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Tracking;

/// <summary>
/// What class a track has, from the classes of its detections: each votes with its score. Once chosen, a class stays until
/// another has twice its evidence, so that it does not flicker while a detector cannot decide between car and truck.
/// </summary>
internal sealed class ClassVotes
{
    private const double Majority = 2;
    private readonly Dictionary<int, double> _votes = [];
    private bool _settled;

    public int ClassId { get; private set; } = -1;

    public string ClassName { get; private set; } = "";

    /// <summary>Takes a vote.</summary>
    public void Add(Detection detection)
    {
        double votes = _votes.GetValueOrDefault(detection.ClassId) + Math.Max(detection.Score, 1e-3);
        _votes[detection.ClassId] = votes;
        double needed = ClassId < 0 ? 0 : _votes[ClassId] * (_settled ? Majority : 1);
        if (detection.ClassId == ClassId || votes > needed)
        {
            ClassId = detection.ClassId;
            ClassName = detection.ClassName;
        }
    }

    /// <summary>The class has been told to others: from now on it changes only for good reason.</summary>
    public void Settle() => _settled = true;
}
