using PixelShap.Masking;
using PixelShap.Video.Attribution.Attributes;
using PixelShap.Video.Frames;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Publishing.Explanations;

/// <summary>What the attributes of one object count for, each with a small picture of what the model was shown without it.</summary>
/// <param name="explanation">What there is to show.</param>
/// <param name="image">The picture.</param>
/// <param name="codec">Encodes the small ones.</param>
internal sealed class AttributeTable(Explanation explanation, BgrImage image, IImageCodec codec)
{
    // Φ⁻¹(0.95), as for the ranking.
    private const double Deviations = 1.6448536269514722;
    private const int Quality = 86;

    /// <summary>The section of the page; empty where no object was divided.</summary>
    public string ToHtml()
    {
        if (explanation.Attributes is not { } found)
        {
            return "";
        }

        ExplainedPlayer player = explanation.Rank().Single(item => item.Index == found.Player);
        var bars = new ValueBars(found.Attributes.Select(item => (item.Value, Low(item), High(item))).Append((found.Presence, found.Presence, found.Presence)));
        string name = ExplanationPage.Text(player.Name);
        return $"""
            <h2>What about {name} mattered</h2>
            <table class="ranking">
            <thead><tr><th></th><th>Shown without its</th><th class="bar">{bars.Axis()}</th><th class="number">Importance</th></tr></thead>
            <tbody>
            {string.Concat(found.Attributes.Select(item => Row(item, player.Objects[0].Detection, name, bars)))}<tr>
            <td class="pictures"></td>
            <td class="name"><b>being there</b><small>all of these withheld, against hidden</small></td>
            <td class="bar">{(double.IsFinite(found.Presence) ? bars.Bar(found.Presence, 0, 0) : "")}</td>
            <td class="number"><b>{(double.IsFinite(found.Presence) ? ImportanceColours.Percent(found.Presence) : "not asked")}</b></td>
            </tr>
            </tbody>
            </table>
            <p class="note">The value of {name} divided: together these are {ImportanceColours.Percent(found.Whole)} of the answer, what it counts for beside all other objects and alone, on average. {found.Calls} more pictures were asked about.</p>
            """;
    }

    private string Row(AttributeValue item, Detection detection, string name, ValueBars bars)
    {
        string attribute = item.Attribute.ToString().ToLowerInvariant();
        string picture = Convert.ToBase64String(codec.EncodeJpeg(Thumbnail.CutChange(image, item.Shown, detection), Quality));
        string answer = item.Answer is null ? "" : $"“{ExplanationPage.Text(item.Answer)}”";
        string interval = item.StandardError > 0 ? $"likely {ImportanceColours.Percent(Low(item))} to {ImportanceColours.Percent(High(item))}" : "exact";
        return $"""
            <tr>
            <td class="pictures"><img alt="{name} without its {attribute}" src="data:image/jpeg;base64,{picture}"></td>
            <td class="name wide"><b>{attribute}</b><small>{answer}</small></td>
            <td class="bar">{bars.Bar(item.Value, Low(item), High(item))}</td>
            <td class="number"><b>{ImportanceColours.Percent(item.Value)}</b><small>{interval}</small></td>
            </tr>

            """;
    }

    private static double Low(AttributeValue item) => item.Value - (Deviations * item.StandardError);

    private static double High(AttributeValue item) => item.Value + (Deviations * item.StandardError);
}
