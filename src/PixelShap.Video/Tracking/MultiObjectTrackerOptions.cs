namespace PixelShap.Video.Tracking;

/// <summary>How detections are joined to tracks. One set of values serves cars and pedestrians, 5 to 30 frames per second.</summary>
public sealed record MultiObjectTrackerOptions
{
    /// <summary>Detections from this score on are matched first. The default value is 0.4.</summary>
    public float HighScore { get; init; } = 0.4f;

    /// <summary>Detections below this score are ignored. The default value is 0.1.</summary>
    public float LowScore { get; init; } = 0.1f;

    /// <summary>The score from which an unmatched detection starts a track. The default value is 0.6.</summary>
    public float NewTrackScore { get; init; } = 0.6f;

    /// <summary>The least overlap, 0 to 1, of a predicted box and a confident detection. The default value is 0.2.</summary>
    public double MinOverlap { get; init; } = 0.2;

    /// <summary>The least overlap of a predicted box and a detection of low score. The default value is 0.5.</summary>
    public double LowScoreMinOverlap { get; init; } = 0.5;

    /// <summary>The least overlap of a lost track's last box and a detection. The default value is 0.5.</summary>
    public double RecoveryMinOverlap { get; init; } = 0.5;

    /// <summary>The least overlap of a track and a detection of another class. The default value is 0.7.</summary>
    public double OtherClassMinOverlap { get; init; } = 0.7;

    /// <summary>The same where both are people, on foot and riding, whom networks take for one another. The default value is 0.4.</summary>
    public double OtherPersonMinOverlap { get; init; } = 0.4;

    /// <summary>The weight of moving on in the same direction, against an overlap of weight 1. The default value is 0.2.</summary>
    public double MomentumWeight { get; init; } = 0.2;

    /// <summary>The share of the mask IoU in the overlap where both sides have masks, 0 to 1. The default value is 0.5.</summary>
    public double MaskShare { get; init; } = 0.5;

    /// <summary>How long a confirmed track lives without a detection. The default value is 1.5 seconds.</summary>
    public TimeSpan MaxGap { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>The detections after which a track is confirmed. The default value is 3.</summary>
    public int MinHits { get; init; } = 3;

    /// <summary>The motion model, for an object of ordinary unrest; each track finds its own from its prediction errors.</summary>
    public MotionNoise Noise { get; init; } = new(Position: 0.06, InitialVelocity: 2, InitialGrowth: 0.5, Acceleration: 0.3, Growth: 0.5);
}
