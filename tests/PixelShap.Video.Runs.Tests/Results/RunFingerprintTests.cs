using PixelShap.Video.Language;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Runs.Tests.Results;

public sealed class RunFingerprintTests
{
    // What version 0.1.0 computed for the same settings.
    private const string Narrator = "7d7266070bc2962cd5ecaf503c70445def84320b7da4db35d03f8659e6fe55e0";
    private const string Service = "588d91d1861deb995a5b082afbc8ce001ff0c23db39046ab3a077c22760b9775";

    [Fact]
    public async Task Runs_of_version_0_1_0_go_on_with_their_settings()
    {
        var service = new VlmConfiguration { Provider = "openai", BaseUrl = "https://name.openai.azure.com/openai/v1", Model = "test" };
        Assert.Equal(Narrator, await HashOfAsync(new PipelineConfiguration()));
        Assert.Equal(Service, await HashOfAsync(new PipelineConfiguration { Vlm = service }));
        Assert.Equal(Service, await HashOfAsync(new PipelineConfiguration { Vlm = service with { ApiVersion = "2099-01-01" } }));
        Assert.NotEqual(Service, await HashOfAsync(new PipelineConfiguration { Vlm = service with { Model = "other" } }));
    }

    [Fact]
    public async Task A_run_goes_on_with_another_report_other_exports_and_another_video()
    {
        string begun = await HashOfAsync(new PipelineConfiguration());
        var other = new PipelineConfiguration { Report = false, Exports = ["none"], Video = new VideoConfiguration { Annotated = false } };
        Assert.Equal(begun, await HashOfAsync(other));
        RunFingerprint fingerprint = await OfAsync(other);
        Assert.True(fingerprint.FitsConfiguration(begun));

        // Earlier versions took both into the hash: such a run goes on as it was begun.
        Assert.NotEqual(begun, fingerprint.EarlierConfigurationHash);
        Assert.True(fingerprint.FitsConfiguration(fingerprint.EarlierConfigurationHash));
        Assert.False(fingerprint.FitsConfiguration(await HashOfAsync(other with { Seed = 2 })));
    }

    private static async Task<string> HashOfAsync(PipelineConfiguration configuration) => (await OfAsync(configuration)).ConfigurationHash;

    private static async Task<RunFingerprint> OfAsync(PipelineConfiguration configuration)
    {
        string model = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(model, "a model");
            return await RunFingerprint.ComputeAsync(null, configuration, model, null, CancellationToken.None);
        }
        finally
        {
            File.Delete(model);
        }
    }
}
