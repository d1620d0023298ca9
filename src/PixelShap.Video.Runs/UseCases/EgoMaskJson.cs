using System.Text.Json.Nodes;
using PixelShap.Masking;
using PixelShap.Video.Runs.Analysis;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Runs.UseCases;

/// <summary>The own car in <c>run.json</c>.</summary>
public static class EgoMaskJson
{
    /// <summary>Writes it: share of the picture, views of the road, detections left out, and the mask as COCO run lengths, null where there is none.</summary>
    public static JsonObject Write(OwnCar own)
    {
        ArgumentNullException.ThrowIfNull(own);
        return new JsonObject
        {
            ["share"] = Math.Round(own.Mask?.Share ?? 0, 4),
            ["views"] = own.Views,
            ["left_out"] = own.LeftOut,
            ["segmentation"] = own.Mask is { } mask
                ? new JsonObject { ["size"] = new JsonArray(mask.Height, mask.Width), ["counts"] = CocoRle.Encode(mask.At(mask.Width, mask.Height)) }
                : null,
        };
    }

    /// <summary>The mask of a run; null where there is none.</summary>
    /// <param name="document"><c>run.json</c>.</param>
    public static Mask? ReadMask(JsonObject document)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (document["ego_mask"] is not JsonObject own || own["segmentation"] is not JsonObject segmentation
            || segmentation["size"] is not JsonArray { Count: 2 } size || segmentation["counts"]?.GetValue<string>() is not { } counts)
        {
            return null;
        }

        return CocoRle.Decode(counts, size[1]!.GetValue<int>(), size[0]!.GetValue<int>());
    }
}
