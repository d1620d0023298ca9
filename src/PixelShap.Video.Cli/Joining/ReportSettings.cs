using System.Text.Json.Nodes;
using PixelShap.Video.Configuration;

namespace PixelShap.Video.Cli.Joining;

/// <summary>The settings of a finished run that its pictures depend on.</summary>
internal static class ReportSettings
{
    /// <summary>How objects were hidden; the defaults where <c>run.json</c> does not say or is of another version.</summary>
    public static AttributionConfiguration Of(JsonObject document)
    {
        if (document["configuration"] is not JsonObject settings || settings["attribution"] is not JsonObject attribution)
        {
            return new AttributionConfiguration();
        }

        var known = new JsonObject { ["region"] = attribution["region"]?.DeepClone(), ["fill"] = attribution["fill"]?.DeepClone() };
        try
        {
            return ConfigurationReader.Parse(new JsonObject { ["attribution"] = known }.ToJsonString(), "run.json", []).Attribution;
        }
        catch (PixelShapException)
        {
            return new AttributionConfiguration();
        }
    }
}
