using Microsoft.Extensions.Logging;
using PixelShap.Video.Frames;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Runs.Scenes;

namespace PixelShap.Video.Runs.Ports;

/// <summary>Draws what a live camera shows while its pictures come.</summary>
public interface ILiveDrawing
{
    /// <summary>Begins an annotated video in the run directory; to be disposed of.</summary>
    ISceneSink Begin(RunDirectory directory, VideoConfiguration configuration, ILogger logger);

    /// <summary>Draws single pictures for a page.</summary>
    ILivePicture Pictures();
}

/// <summary>Draws annotated pictures of one camera, one after the other in order of time. Not thread-safe.</summary>
public interface ILivePicture : IDisposable
{
    /// <summary>The picture with its objects, without panels, as a JPEG that is small enough for a page.</summary>
    byte[] Draw(Frame frame, Scene scene, ImportanceStrip strip);
}
