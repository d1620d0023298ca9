using PixelShap.Video.Runs.UseCases;

namespace PixelShap.Video.Fleet.Cameras;

/// <summary>Watches one camera.</summary>
public interface ICameraWork
{
    /// <summary>Watches until it is asked to stop.</summary>
    /// <param name="lease">The camera.</param>
    /// <param name="signals">Ask it to end: stopping lets it keep what it has, aborting means that the camera is lost.</param>
    /// <exception cref="PixelShapException">It cannot be watched.</exception>
    Task WatchAsync(CameraLease lease, RunSignals signals);
}
