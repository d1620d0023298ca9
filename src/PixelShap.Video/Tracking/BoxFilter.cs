using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Tracking;

/// <summary>
/// A Kalman filter of a box: centre and sides, each with its velocity in pixels per second. With noise that is independent
/// between the four, the 8×8 filter of the literature is exactly four 2×2 filters. The motion is a continuous white-noise
/// acceleration (Bar-Shalom, Li and Kirubarajan, "Estimation with Applications to Tracking and Navigation", 2001, section 6.2.2), so a
/// prediction depends on the true time and not on how many frames it took. A value: prediction and correction return the new state.
/// </summary>
internal readonly record struct BoxFilter
{
    private readonly AxisState _x, _y, _width, _height;
    private readonly MotionNoise _noise;

    private BoxFilter(AxisState x, AxisState y, AxisState width, AxisState height, MotionNoise noise)
    {
        _x = x;
        _y = y;
        _width = width;
        _height = height;
        _noise = noise;
    }

    /// <summary>The mean as a box; a side never falls below one pixel.</summary>
    public BoundingBox Box
    {
        get
        {
            double halfWidth = Math.Max(_width.Position, 1) / 2, halfHeight = Math.Max(_height.Position, 1) / 2;
            return new BoundingBox(
                (float)(_x.Position - halfWidth), (float)(_y.Position - halfHeight),
                (float)(_x.Position + halfWidth), (float)(_y.Position + halfHeight));
        }
    }

    /// <summary>The velocity of the centre in pixels per second.</summary>
    public (double X, double Y) Velocity => (_x.Velocity, _y.Velocity);

    /// <summary>A filter that has seen one box and expects the velocity of the centre to be about <paramref name="expected"/>.</summary>
    public static BoxFilter Start(BoundingBox box, (double X, double Y) expected, MotionNoise noise)
    {
        (double x, double y, double size) = Measure(box);
        double variance = Square(noise.Position * size), velocity = Square(noise.InitialVelocity * size);
        double growth = Square(noise.InitialGrowth * size);
        return new BoxFilter(
            AxisState.At(x, variance, expected.X, velocity), AxisState.At(y, variance, expected.Y, velocity),
            AxisState.At(box.Width, variance, 0, growth), AxisState.At(box.Height, variance, 0, growth), noise);
    }

    /// <summary>
    /// The state <paramref name="seconds"/> later, with <paramref name="unrest"/> times the variance of the acceleration.
    /// </summary>
    public BoxFilter Predict(double seconds, double unrest)
    {
        if (seconds <= 0)
        {
            return this;
        }

        double size = Math.Sqrt(Math.Max(_width.Position, 1) * Math.Max(_height.Position, 1));
        double acceleration = unrest * Square(_noise.Acceleration * size), growth = Square(_noise.Growth * size);
        return new BoxFilter(
            _x.Predict(seconds, acceleration), _y.Predict(seconds, acceleration),
            _width.Predict(seconds, growth), _height.Predict(seconds, growth), _noise);
    }

    /// <summary>
    /// The state after <paramref name="box"/> was seen with confidence <paramref name="score"/>: a doubtful box counts less.
    /// </summary>
    public BoxFilter Correct(BoundingBox box, double score)
    {
        (double x, double y, double size) = Measure(box);
        double variance = MeasurementVariance(size, score);
        return new BoxFilter(
            _x.Correct(x, variance), _y.Correct(y, variance),
            _width.Correct(box.Width, variance), _height.Correct(box.Height, variance), _noise);
    }

    /// <summary>
    /// How far the centre of <paramref name="box"/> lies from the mean, each axis in standard deviations of that difference (the normalised
    /// innovation).
    /// </summary>
    public (double X, double Y) Error(BoundingBox box, double score)
    {
        (double x, double y, double size) = Measure(box);
        double variance = MeasurementVariance(size, score);
        return (
            (x - _x.Position) / Math.Sqrt(_x.PositionVariance + variance),
            (y - _y.Position) / Math.Sqrt(_y.PositionVariance + variance));
    }

    /// <summary>The state in the pixels of the next frame, after the camera has moved.</summary>
    public BoxFilter Warp(CameraMotion motion)
    {
        (double x, double y) = motion.Apply(_x.Position, _y.Position);
        return new BoxFilter(
            AxisState.Mix(x, motion.XX, _x, motion.XY, _y), AxisState.Mix(y, motion.YX, _x, motion.YY, _y),
            AxisState.Mix(_width.Position * motion.Scale, motion.Scale, _width, 0, _height),
            AxisState.Mix(_height.Position * motion.Scale, 0, _width, motion.Scale, _height), _noise);
    }

    private static (double X, double Y, double Size) Measure(BoundingBox box) =>
        ((box.Left + box.Right) / 2.0, (box.Top + box.Bottom) / 2.0, Math.Sqrt(Math.Max(box.Width, 1) * Math.Max(box.Height, 1)));

    private double MeasurementVariance(double size, double score) => Square(_noise.Position * size / Math.Max(score, 0.1));

    private static double Square(double value) => value * value;

    /// <summary>One coordinate: mean and covariance of position and velocity.</summary>
    private readonly record struct AxisState(
        double Position, double Velocity, double PositionVariance, double Covariance, double VelocityVariance)
    {
        public static AxisState At(double position, double variance, double velocity, double velocityVariance) =>
            new(position, velocity, variance, 0, velocityVariance);

        public AxisState Predict(double t, double q) => new(
            Position + (Velocity * t),
            Velocity,
            PositionVariance + (2 * t * Covariance) + (t * t * VelocityVariance) + (q * t * t * t / 3),
            Covariance + (t * VelocityVariance) + (q * t * t / 2),
            VelocityVariance + (q * t));

        public AxisState Correct(double position, double variance)
        {
            double total = PositionVariance + variance, gain = PositionVariance / total, velocityGain = Covariance / total;
            double error = position - Position;
            return new AxisState(
                Position + (gain * error),
                Velocity + (velocityGain * error),
                (1 - gain) * PositionVariance,
                (1 - gain) * Covariance,
                VelocityVariance - (velocityGain * Covariance));
        }

        /// <summary>The coordinate a·first + b·second, at <paramref name="position"/>.</summary>
        public static AxisState Mix(double position, double a, AxisState first, double b, AxisState second) => new(
            position,
            (a * first.Velocity) + (b * second.Velocity),
            (a * a * first.PositionVariance) + (b * b * second.PositionVariance),
            (a * a * first.Covariance) + (b * b * second.Covariance),
            (a * a * first.VelocityVariance) + (b * b * second.VelocityVariance));
    }
}
