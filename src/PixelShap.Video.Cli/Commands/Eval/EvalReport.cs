using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Evaluation.Games;
using Spectre.Console;

namespace PixelShap.Video.Cli.Commands.Eval;

/// <summary>Prints a measurement: one line of JSON for machines, a table for people.</summary>
internal static class EvalReport
{
    public static void Write<T>(T summary, bool asJson, JsonTypeInfo<T> type)
    {
        string json = JsonSerializer.Serialize(summary, type);
        if (asJson)
        {
            Console.Out.WriteLine(json);
            return;
        }

        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("Measure", "Value");
        using var document = JsonDocument.Parse(json);
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            double value = property.Value.GetDouble();
            table.AddRow(property.Name, value == Math.Floor(value) ? $"{value:0}" : $"{value:0.####}");
        }

        Consoles.Output().WriteTable(table);
    }

    /// <summary>Prints the cells of a measurement: one line of JSON with the cells by name, or a table each.</summary>
    public static void WriteCells(SortedDictionary<string, AgreementSummary> cells, bool asJson)
    {
        if (asJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(cells, AgreementJson.Default.SortedDictionaryStringAgreementSummary));
            return;
        }

        foreach ((string name, AgreementSummary summary) in cells)
        {
            Console.Out.WriteLine(name);
            Write(summary, asJson: false, AgreementJson.Default.AgreementSummary);
        }
    }
}

/// <summary>The JSON of measurements of estimators.</summary>
[JsonSerializable(typeof(AgreementSummary))]
[JsonSerializable(typeof(SequenceSummary))]
[JsonSerializable(typeof(SortedDictionary<string, AgreementSummary>))]
internal sealed partial class AgreementJson : JsonSerializerContext;
