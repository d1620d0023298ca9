using Microsoft.Extensions.Logging;
using PixelShap.Video.Runs.Configuration;

namespace PixelShap.Video.Runs.Ports;

/// <summary>What another system is told.</summary>
/// <param name="Id">Of its own: whoever gets it twice can tell.</param>
/// <param name="Camera">The name of the camera.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Json">All of it, as one line of JSON.</param>
public sealed record AlertMessage(string Id, string Camera, string Kind, string Json);

/// <summary>Another system that wants to hear of events.</summary>
public interface IAlertTarget : IAsyncDisposable
{
    /// <summary>A short name, which is that of its folder.</summary>
    string Name { get; }

    /// <summary>Sends one message; it counts as sent when this returns.</summary>
    /// <exception cref="Exception">Whatever is wrong: the message is sent again later.</exception>
    Task SendAsync(AlertMessage message, CancellationToken cancellationToken);
}

/// <summary>Makes the targets that the settings name.</summary>
public interface IAlertTargets
{
    /// <summary>The targets of a camera; none where none is named.</summary>
    /// <exception cref="PixelShapException">An address is none.</exception>
    IReadOnlyList<IAlertTarget> Of(LiveConfiguration configuration, string camera, ILogger logger);
}
