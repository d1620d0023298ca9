using PixelShap.Testing;
using PixelShap.Video.Fleet.Cameras;
using PixelShap.Video.Fleet.Jobs;
using YamlDotNet.RepresentationModel;

namespace PixelShap.Video.Fleet.Tests;

/// <summary>The deployment files, as far as they can be checked without a cluster.</summary>
public sealed class DeploymentTests
{
    private static readonly string s_folder = Path.Combine(SharedData.RepositoryRoot, "eng", "fleet");

    public static TheoryData<string> Manifests => [.. Directory.EnumerateFiles(Path.Combine(s_folder, "kubernetes"), "*.yaml").Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Manifests))]
    public void A_manifest_names_its_objects_and_every_selector_finds_its_pods(string file)
    {
        foreach (YamlMappingNode document in Read(Path.Combine("kubernetes", file)))
        {
            Assert.NotEmpty(Text(document, "apiVersion"));
            Assert.NotEmpty(Text(document, "metadata.name"));
            if (Text(document, "kind") is not "Namespace")
            {
                Assert.Equal("pixelshap", Text(document, "metadata.namespace"));
            }

            if (Text(document, "kind") is "Deployment" or "StatefulSet")
            {
                Assert.Equal(Text(document, "spec.selector.matchLabels.app"), Text(document, "spec.template.metadata.labels.app"));
                YamlMappingNode container = Assert.IsType<YamlMappingNode>(((YamlSequenceNode)Node(document, "spec.template.spec.containers")).Single());
                Assert.NotEmpty(Text(container, "image"));
                string[] mounted = [.. ((YamlSequenceNode)Node(container, "volumeMounts")).Select(mount => Text((YamlMappingNode)mount, "name"))];
                string[] there = [.. Names(document, "spec.template.spec.volumes", "name"), .. Names(document, "spec.volumeClaimTemplates", "metadata.name")];
                Assert.Subset(there.ToHashSet(), mounted.ToHashSet());
            }
        }
    }

    [Fact]
    public void A_worker_has_longer_to_end_than_its_own_grace()
    {
        foreach (YamlMappingNode document in Read("kubernetes/workers.yaml"))
        {
            string[] arguments = [.. ((YamlSequenceNode)Node((YamlMappingNode)((YamlSequenceNode)Node(document, "spec.template.spec.containers"))[0], "args")).Select(node => node.ToString())];
            int grace = int.Parse(arguments[Array.IndexOf(arguments, "--grace") + 1], System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(int.Parse(Text(document, "spec.template.spec.terminationGracePeriodSeconds"), System.Globalization.CultureInfo.InvariantCulture) >= grace + 20);
        }
    }

    [Fact]
    public void Machines_are_counted_by_the_streams_and_consumers_that_the_program_makes()
    {
        HashSet<string> known = [.. JobLane.Of(TimeSpan.FromSeconds(30)).Consumers.Select(consumer => consumer.Name)];
        string[] deployments = [.. Read("kubernetes/workers.yaml").Select(document => Text(document, "metadata.name"))];
        HashSet<string> counted = [];
        foreach (YamlMappingNode document in Read("kubernetes/keda.yaml"))
        {
            Assert.Contains(Text(document, "spec.scaleTargetRef.name"), deployments);
            foreach (YamlMappingNode trigger in ((YamlSequenceNode)Node(document, "spec.triggers")).Cast<YamlMappingNode>())
            {
                Assert.Equal(JobLane.Of(TimeSpan.FromSeconds(30)).Stream, Text(trigger, "metadata.stream"));
                Assert.All(((YamlMappingNode)Node(trigger, "metadata")).Children.Values, value => Assert.IsType<YamlScalarNode>(value));
                counted.Add(Text(trigger, "metadata.consumer"));
            }
        }

        Assert.Equal(known.Order(), counted.Order());
        Assert.DoesNotContain(CameraFeeder.Consumer.Name, counted);
    }

    [Fact]
    public void The_compose_file_gives_workers_what_they_need()
    {
        YamlMappingNode compose = Assert.Single(Read("compose.yaml"));
        foreach (string variable in (string[])[FleetOptions.QueueVariable, FleetOptions.DatabaseVariable, FleetOptions.StorageVariable])
        {
            Assert.NotEmpty(Text(compose, $"services.worker.environment.{variable}"));
        }

        Assert.Equal(["fleet", "worker"], ((YamlSequenceNode)Node(compose, "services.worker.command")).Take(2).Select(node => node.ToString()));
    }

    private static IEnumerable<YamlMappingNode> Read(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Path.Combine(s_folder, file))));
        return stream.Documents.Select(document => Assert.IsType<YamlMappingNode>(document.RootNode));
    }

    private static YamlNode Node(YamlNode node, string path) => path.Split('.').Aggregate(node, (at, key) => ((YamlMappingNode)at)[new YamlScalarNode(key)]);

    private static string Text(YamlNode node, string path) => ((YamlScalarNode)Node(node, path)).Value!;

    private static IEnumerable<string> Names(YamlMappingNode document, string path, string name)
    {
        YamlNode? node = document;
        foreach (string key in path.Split('.'))
        {
            node = node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? child) ? child : null;
        }

        return node is YamlSequenceNode list ? list.Select(item => Text(item, name)) : [];
    }
}
