using System.Text.Json.Nodes;
using PixelShap.Video.Clips;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Runs.WhatIf;

/// <summary>Opens finished runs for more questions.</summary>
/// <param name="media">Reads the clip.</param>
/// <param name="parts">Makes the parts.</param>
/// <param name="choices">What settings may hold.</param>
/// <param name="time">The clock.</param>
public sealed class AskAgain(IMediaLibrary media, IRunParts parts, SettingChoices choices, TimeProvider time)
{
    /// <summary>Opens a run. Its model is loaded with the first question.</summary>
    /// <param name="run">The run.</param>
    /// <param name="input">Where its clip is now; null to look where it was.</param>
    /// <param name="baseDirectory">Where relative paths in its settings start.</param>
    /// <param name="cancellationToken">Ends the reading of the clip.</param>
    /// <exception cref="PixelShapException">The clip is not there or another one, or <c>run.json</c> does not hold the settings.</exception>
    public async Task<WhatIfSession> OpenAsync(RecordedRun run, string? input, string baseDirectory, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        ClipInput clip = await run.FindSameClipAsync(input, cancellationToken);
        if (run.Document["configuration"] is not JsonObject configuration)
        {
            throw new PixelShapException(ExitCode.Input, $"{run.Directory.RunJson} does not hold the settings of the run.", "Start the same 'pixelshap run' again; it writes what is missing.");
        }

        PipelineConfiguration settings = ConfigurationReader.ParseRecorded(configuration, run.Directory.RunJson, choices);
        return new WhatIfSession(run, clip, settings, baseDirectory, media, parts, time);
    }
}
