using PixelShap.Testing;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Runs.Configuration;
using YamlDotNet.RepresentationModel;

namespace PixelShap.Video.Cli.Tests;

public sealed class FleetCommandTests
{
    [Theory]
    [InlineData]
    [InlineData("prompt=Who: matters # [most]?", "vlm.limits.requests_per_minute=7", "segmenter.classes=[car, truck]", "video.annotated=false")]
    public void Settings_reach_a_worker_as_they_were_submitted_and_the_usual_ones_do_not_travel(params string[] set)
    {
        PipelineConfiguration submitted = ConfigurationReader.Parse("", "test", set, Registries.Choices);
        string travelling = FleetSettings.Write(submitted);
        Assert.Equal(ConfigurationSchema.ToJsonObject(submitted).ToJsonString(), ConfigurationSchema.ToJsonObject(FleetSettings.Read(travelling)).ToJsonString());
        Assert.Equal(set.Length == 0, travelling == "{}");
        Assert.DoesNotContain("tracker", travelling, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_prompts_reach_a_worker()
    {
        PipelineConfiguration submitted = ConfigurationReader.Parse("prompts:\n  risk: What is dangerous?\n  rule: Which rule holds?\n", "test", [], Registries.Choices);
        Assert.Equal(submitted.Prompts, FleetSettings.Read(FleetSettings.Write(submitted)).Prompts);
    }

    [Fact]
    public void The_commands_of_the_deployment_files_are_commands_of_this_program()
    {
        string folder = Path.Combine(SharedData.RepositoryRoot, "eng", "fleet");
        List<string[]> commands = [];
        foreach (string file in Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories))
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(File.ReadAllText(file)));
            commands.AddRange(stream.Documents.SelectMany(document => document.AllNodes).OfType<YamlSequenceNode>().Select(list => list.Select(item => item.ToString()).ToArray()).Where(list => list.FirstOrDefault() == "fleet"));
        }

        Assert.Equal(4, commands.Count);
        Assert.All(commands, command => Assert.Empty(CommandLine.Create().Parse(command).Errors));
        Assert.NotEmpty(CommandLine.Create().Parse([.. commands[0], "--slots", "many"]).Errors);
    }
}
