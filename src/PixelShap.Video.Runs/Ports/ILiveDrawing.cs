using Microsoft.Extensions.Logging;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Runs.Scenes;

namespace PixelShap.Video.Runs.Ports;

/// <summary>Draws the annotated video of a live camera while its pictures come.</summary>
public interface ILiveDrawing
{
    /// <summary>Begins a video in the run directory; to be disposed of.</summary>
    ISceneSink Begin(RunDirectory directory, VideoConfiguration configuration, ILogger logger);
}
