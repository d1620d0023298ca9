using System.Text.Json.Nodes;
using PixelShap.Video.Attribution;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Cli.Joining;

/// <summary>The settings of a finished run that its pictures depend on.</summary>
internal static class ReportSettings
{
    /// <summary>The time of the run at which its annotated video begins: 0, or for a clip whose clock begins late the start of that clock.</summary>
    public static double OriginOf(RunResults results, JsonObject document)
    {
        // A live run draws its video on the axis of the run.
        double start = results.Header.InputHash.Length == 0 ? 0
            : document["input"] is JsonObject input && input["start_seconds"] is JsonValue value && value.TryGetValue(out double written) ? written
            : results.Seconds.Start;
        return FileRun.IsLateStart(start) ? start : 0;
    }

    /// <summary>How objects were hidden; null where <c>run.json</c> does not say or is of another version.</summary>
    public static AttributionConfiguration? Of(JsonObject document)
    {
        if (document["configuration"] is not JsonObject settings || settings["attribution"] is not JsonObject attribution)
        {
            return null;
        }

        var known = new JsonObject { ["region"] = attribution["region"]?.DeepClone(), ["fill"] = attribution["fill"]?.DeepClone() };
        try
        {
            return ConfigurationReader.Parse(new JsonObject { ["attribution"] = known }.ToJsonString(), "run.json", []).Attribution;
        }
        catch (PixelShapException)
        {
            return null;
        }
    }
}
