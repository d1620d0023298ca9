using System.Globalization;
using System.Text.Json.Nodes;
using PixelShap.Video.Runs.UseCases;

namespace PixelShap.Video.Publishing.Reports;

/// <summary>Shows once what of the picture was taken for the own car, and how much was left out for it.</summary>
internal static class ReportOwnCar
{
    /// <summary>The section; empty where there is no own car in the picture.</summary>
    /// <param name="document"><c>run.json</c>.</param>
    public static string Html(JsonObject document)
    {
        if (EgoMaskJson.ReadMask(document) is not { IsEmpty: false } mask)
        {
            return "";
        }

        double share = (double)mask.Area / (mask.ImageWidth * mask.ImageHeight);
        long left = document["ego_mask"]!["left_out"]?.GetValue<long>() ?? 0;
        string detections = left == 1 ? "One detection was" : string.Create(CultureInfo.InvariantCulture, $"{left} detections were");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<section class=\"card drive\" aria-labelledby=\"own-title\"><div class=\"heading\"><h2 id=\"own-title\">The own car</h2><p class=\"small\">{100 * share:0.0} % of the picture never moves with the road: own car, dirt, text or border. {detections} left out for it.</p></div><div class=\"drive-drawings\"><figure><svg viewBox=\"0 0 {mask.ImageWidth} {mask.ImageHeight}\" role=\"img\" aria-label=\"Where in the picture the own car is\"><rect width=\"{mask.ImageWidth}\" height=\"{mask.ImageHeight}\" class=\"axis\"/><path d=\"{MaskOutline.PathOf(mask, mask.ImageWidth)}\" class=\"dot\" fill-rule=\"evenodd\"/></svg></figure></div></section>");
    }
}
