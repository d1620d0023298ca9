using System.Text.Json;

namespace PixelShap.Video.Cli.Commands.Eval;

/// <summary>Prints a measurement whose parts have parts: one line of JSON for machines, a line for each part for people.</summary>
internal static class EvalLines
{
    private const int NameWidth = 24;

    public static void Write(string line, bool asJson)
    {
        if (asJson)
        {
            Console.Out.WriteLine(line);
            return;
        }

        using var document = JsonDocument.Parse(line);
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Object)
            {
                Console.Out.WriteLine(property.Name);
                foreach (JsonProperty part in property.Value.EnumerateObject())
                {
                    Console.Out.WriteLine($"  {part.Name.PadRight(NameWidth - 2)}{part.Value.GetDouble():0.####}");
                }
            }
            else
            {
                Console.Out.WriteLine($"{property.Name.PadRight(NameWidth)}{property.Value.GetDouble():0.####}");
            }
        }
    }
}
