using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using PixelShap.Similarity;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Evaluation.Similarities;

namespace PixelShap.Video.Cli.Commands.Eval;

/// <summary><c>pixelshap eval similarity</c>: how well a similarity tells paraphrases from answers that say something else.</summary>
internal static class EvalSimilarityCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "Triples of a reference, the same said otherwise, and something else said alike: JSON, format 1." };
        Dictionary<string, Func<ITextSimilarity>> measures = Similarities.All.Where(entry => entry.Create is not null).ToDictionary(entry => entry.Name, entry => entry.Create!);
        var similarity = new Option<string>("--similarity") { Description = "The measure.", DefaultValueFactory = _ => "words" };
        similarity.AcceptOnlyFromAmong([.. measures.Keys]);
        var half = new HalfOption();
        var command = new Command("similarity", "Measures a similarity of answers on a file of triples; prints one line of JSON.") { file, similarity, half };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            TripleTable table = TableFile.Read(parsed.GetRequiredValue(file), TripleTable.Read);
            table = table with { Triples = [.. half.Of(table.Triples, parsed)], Noise = [.. half.Of(table.Noise, parsed)] };
            ITextSimilarity measure = measures[parsed.GetRequiredValue(similarity)]();
            Console.Out.WriteLine(JsonSerializer.Serialize(await table.MeasureAsync(measure, cancellationToken), SimilarityJson.Default.TripleSummary));
        });
        return command;
    }
}

/// <summary>The JSON of measurements of similarities.</summary>
[JsonSerializable(typeof(TripleSummary))]
internal sealed partial class SimilarityJson : JsonSerializerContext;
