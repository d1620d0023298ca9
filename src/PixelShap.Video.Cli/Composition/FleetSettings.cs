using System.Text.Json.Nodes;
using PixelShap.Video.Runs.Configuration;

namespace PixelShap.Video.Cli.Composition;

/// <summary>The settings of a run as they travel to a worker: those that are not the usual ones, so that an older worker reads them, too.</summary>
internal static class FleetSettings
{
    public static string Write(PipelineConfiguration configuration) =>
        Changed(ConfigurationSchema.ToJsonObject(configuration), ConfigurationSchema.ToJsonObject(new PipelineConfiguration())).ToJsonString();

    /// <exception cref="PixelShapException">They are those of another version.</exception>
    public static PipelineConfiguration Read(string settings) =>
        ConfigurationReader.ParseRecorded(JsonNode.Parse(settings)!.AsObject(), "the settings that the run was submitted with", Registries.Choices);

    private static JsonObject Changed(JsonObject settings, JsonObject usual) => new(settings
        .Where(pair => !JsonNode.DeepEquals(pair.Value, usual[pair.Key]))
        .Select(pair => KeyValuePair.Create(pair.Key, pair.Value is JsonObject section && usual[pair.Key] is JsonObject { Count: > 0 } its ? Changed(section, its) : pair.Value?.DeepClone())));
}
