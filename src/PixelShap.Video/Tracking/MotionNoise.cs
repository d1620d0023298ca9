namespace PixelShap.Video.Tracking;

/// <summary>Standard deviations of the motion model, all relative to the size of the object (the square root of its box's area).</summary>
/// <param name="Position">Of an edge-to-edge measurement, per size.</param>
/// <param name="InitialVelocity">Of the unknown velocity of a new object, in sizes per second.</param>
/// <param name="InitialGrowth">Of the unknown growth of a new object's sides, in sizes per second.</param>
/// <param name="Acceleration">Of the centre's velocity after one second, in sizes per second.</param>
/// <param name="Growth">Of the sides' growth after one second, in sizes per second.</param>
public sealed record MotionNoise(double Position, double InitialVelocity, double InitialGrowth, double Acceleration, double Growth);
