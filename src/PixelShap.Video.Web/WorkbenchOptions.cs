using System.Net;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Live;
using PixelShap.Video.Runs.Ports;

namespace PixelShap.Video.Web;

/// <summary>What a workbench shows, and to whom.</summary>
public sealed record WorkbenchOptions
{
    /// <summary>The folder of runs, or one run.</summary>
    public required string Folder { get; init; }

    /// <summary>Where the clip of a single run is now; null to look where it was.</summary>
    public string? Input { get; init; }

    /// <summary>The address that it listens on. The default value is this machine's own.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 for any free one.</summary>
    public required int Port { get; init; }

    /// <summary>Names besides the address by which it may be called. The default value is none.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>What everybody has to show; null for nothing, which is allowed on this machine's own address only.</summary>
    public string? Token { get; init; }

    /// <summary>Where relative paths in settings start.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>Reads the settings of new runs with overrides such as <c>vlm.provider=narrator</c>.</summary>
    public required Func<IReadOnlyList<string>, PipelineConfiguration> Settings { get; init; }

    /// <summary>Opens the log of a run.</summary>
    public required Func<string, IRunLog> OpenLog { get; init; }

    /// <summary>Who can be asked, with what to say of each, and whether asking it can cost nothing but time.</summary>
    public IReadOnlyList<(string Name, string Help, bool IsFree)> Models { get; init; } = [];

    /// <summary>The folder of the sample drives; null where they are not at hand.</summary>
    public string? Samples { get; init; }

    /// <summary>The most bytes of a clip that is dropped on the page.</summary>
    public long MostUploadBytes { get; init; } = 8L << 30;

    /// <summary>The cameras that are watched; null where none are. The default value is null.</summary>
    public LiveBoard? Live { get; init; }
}
