using System.Text.Json;
using PixelShap.Faithfulness;

namespace PixelShap.Video.Publishing.Exports;

/// <summary>Writes insertion and deletion curves.</summary>
internal static class FaithfulnessJson
{
    /// <summary>Writes the property <c>faithfulness</c>: an object, or null where there are no curves.</summary>
    public static void WriteFaithfulness(this Utf8JsonWriter writer, FaithfulnessCurves? curves)
    {
        if (curves is null)
        {
            writer.WriteNull("faithfulness");
            return;
        }

        writer.WriteStartObject("faithfulness");
        writer.WriteRounded("insertion_auc", curves.InsertionArea, 6);
        writer.WriteRounded("deletion_auc", curves.DeletionArea, 6);
        writer.WriteNumber("calls", curves.Calls);
        WriteCurve(writer, "insertion", curves.Insertion);
        WriteCurve(writer, "deletion", curves.Deletion);
        writer.WriteEndObject();
    }

    private static void WriteCurve(Utf8JsonWriter writer, string name, IReadOnlyList<double> values)
    {
        writer.WriteStartArray(name);
        foreach (double value in values)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(Math.Round(value, 6) + 0.0);
            }
            else
            {
                writer.WriteNullValue();
            }
        }

        writer.WriteEndArray();
    }
}
