using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace PixelShap.Video.Runs.Configuration;

/// <summary>Reads YAML text that must hold a single mapping of settings.</summary>
internal static class PipelineYaml
{
    // Settings need four levels. The reader of documents calls itself at each, so that a hostile file could exhaust the stack.
    private const int MostLevels = 50;

    /// <summary>The mapping at the root; empty for a text without content.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="name">Stands in error messages.</param>
    /// <exception cref="PixelShapException">No valid YAML, nested too deeply, several documents, or no mapping.</exception>
    public static YamlMappingNode Parse(string yaml, string name)
    {
        var stream = new YamlStream();
        try
        {
            Check(yaml, name);
            stream.Load(new StringReader(yaml));
        }
        catch (Exception exception) when (exception is YamlException or InvalidOperationException)
        {
            (long line, string what, string remedy) = YamlFault.Of(yaml, exception);
            throw new PixelShapException(ExitCode.Usage, $"{new ConfigurationSource(name, line)}: {what}.", remedy, exception);
        }

        if (stream.Documents.Count == 0)
        {
            return [];
        }

        return stream.Documents[0].RootNode as YamlMappingNode
            ?? (stream.Documents[0].RootNode is YamlScalarNode { Value: null or "" } ? []
            : throw new PixelShapException(ExitCode.Usage, $"{name} does not hold settings of the form 'key: value'.", "See pipelines/dashcam-offline.yaml for an example."));
    }

    /// <summary>Walks through the text without building anything.</summary>
    private static void Check(string yaml, string name)
    {
        var parser = new Parser(new StringReader(yaml));
        var open = new Stack<AnchorName>();
        int documents = 0;
        while (parser.MoveNext())
        {
            long line = parser.Current!.Start.Line;
            switch (parser.Current)
            {
                case MappingStart or SequenceStart when open.Count == MostLevels:
                    throw Error(name, line, $"this is nested more than {MostLevels} levels deep", "Settings need four levels.");
                case MappingStart or SequenceStart:
                    open.Push(((NodeEvent)parser.Current).Anchor);
                    break;
                case MappingEnd or SequenceEnd:
                    open.Pop();
                    break;
                case Scalar scalar when scalar.Value.Contains('\0'):
                    // No command line can hold one: as a path it would come as far as the system.
                    throw Error(name, line, "a zero character stands in a text", "Take the \\0 out.");
                case AnchorAlias alias when open.Contains(alias.Value):
                    throw Error(name, line, $"*{alias.Value} stands inside of itself", "Write out what it stands for.");
            }

            if (parser.Current is DocumentStart && ++documents > 1)
            {
                throw Error(name, line, "a second YAML document begins here, and only one is read", "Keep one document: remove the line '---', or what follows it.");
            }
        }
    }

    private static PixelShapException Error(string name, long line, string what, string remedy) => new(ExitCode.Usage, $"{new ConfigurationSource(name, line)}: {what}.", remedy);
}
