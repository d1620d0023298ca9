using System.Text.Json.Nodes;
using PixelShap.Video.Attribution;
using PixelShap.Video.Runs.Configuration;

namespace PixelShap.Video.Publishing.Reports;

/// <summary>The settings of a finished run that its pictures depend on.</summary>
public static class ReportSettings
{
    /// <summary>How objects were hidden; null where <c>run.json</c> does not say or is of another version.</summary>
    public static AttributionConfiguration? Of(JsonObject document)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (document["configuration"] is not JsonObject settings || settings["attribution"] is not JsonObject attribution)
        {
            return null;
        }

        var known = new JsonObject { ["region"] = attribution["region"]?.DeepClone(), ["fill"] = attribution["fill"]?.DeepClone() };
        try
        {
            return ConfigurationReader.Parse(new JsonObject { ["attribution"] = known }.ToJsonString(), "run.json", [], SettingChoices.None).Attribution;
        }
        catch (PixelShapException)
        {
            return null;
        }
    }
}
