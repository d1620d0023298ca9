using PixelShap.Masking;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Runs.Ports;

/// <summary>Writes the explanation of a still picture for people and for programs.</summary>
public interface IExplanationPublisher
{
    /// <summary>Writes it, each file under its name only when it is whole.</summary>
    Task PublishAsync(RunDirectory directory, Explanation explanation, BgrImage image);
}
