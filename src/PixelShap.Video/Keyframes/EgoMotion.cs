namespace PixelShap.Video.Keyframes;

/// <summary>
/// Notices that the car itself turns or brakes, from the motion of the camera. Turning moves the picture sideways; driving on makes it
/// grow at a rate that is proportional to the speed, so braking shows as growth that falls off.
/// </summary>
internal sealed class EgoMotion : IKeyframeWatcher
{
    // Widths of the picture per second: about 9° per second for a lens of 60°.
    private const double TurnRate = 0.15;

    // Growth per second below which the car hardly drives.
    private const double DrivingGrowth = 0.04;

    // Braking: the growth of the last half second against that of the two seconds before it.
    private const double BrakingShare = 0.4;
    private const double DrivingShare = 0.8;
    private const double RecentSeconds = 0.5;
    private const double EarlierSeconds = 2;
    private const double LeastEarlierSeconds = 1.5;

    private readonly Queue<Sample> _recent = new();
    private readonly Queue<Sample> _earlier = new();
    private bool _turning;
    private bool _braking;

    /// <inheritdoc/>
    public void Forget()
    {
        _recent.Clear();
        _earlier.Clear();
        _turning = _braking = false;
    }

    /// <inheritdoc/>
    public IEnumerable<string> Look(KeyframeView view)
    {
        if (view.Motion is not { } motion || view.MotionSeconds <= 0)
        {
            yield break;
        }

        (double x, double _) = motion.Apply(view.Width / 2.0, view.Height / 2.0);
        _recent.Enqueue(new Sample(view.Seconds, view.MotionSeconds, (x / view.Width) - 0.5, Math.Log(Math.Max(motion.Scale, 1e-3))));
        Age(view.Seconds);
        double seconds = _recent.Sum(sample => sample.Duration);
        if (seconds < 0.6 * RecentSeconds)
        {
            yield break;
        }

        double turn = Math.Abs(_recent.Sum(sample => sample.Aside)) / seconds, growth = _recent.Sum(sample => sample.Growth) / seconds;
        bool turning = turn >= TurnRate || (_turning && turn >= TurnRate / 2);
        bool began = turning && !_turning;
        _turning = turning;
        if (began)
        {
            yield return KeyframeReasons.EgoTurning;
        }

        if (HasBegunToBrake(growth))
        {
            yield return KeyframeReasons.EgoBraking;
        }
    }

    private bool HasBegunToBrake(double growth)
    {
        double seconds = _earlier.Sum(sample => sample.Duration);
        if (seconds < LeastEarlierSeconds)
        {
            return false;
        }

        double before = _earlier.Sum(sample => sample.Growth) / seconds;
        bool braking = before >= DrivingGrowth && (growth <= BrakingShare * before || (_braking && growth <= DrivingShare * before));
        bool began = braking && !_braking;
        _braking = braking;
        return began;
    }

    private void Age(double now)
    {
        while (now - _recent.Peek().Seconds > RecentSeconds - 1e-9)
        {
            _earlier.Enqueue(_recent.Dequeue());
        }

        while (_earlier.Count > 0 && now - _earlier.Peek().Seconds > RecentSeconds + EarlierSeconds)
        {
            _earlier.Dequeue();
        }
    }

    /// <summary>One measurement.</summary>
    /// <param name="Seconds">When it ended.</param>
    /// <param name="Duration">How long it took.</param>
    /// <param name="Aside">How far the middle of the picture moved to the right, in widths.</param>
    /// <param name="Growth">The logarithm of the factor by which the picture grew.</param>
    private readonly record struct Sample(double Seconds, double Duration, double Aside, double Growth);
}
