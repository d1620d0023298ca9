using System.Globalization;
using PixelShap.Estimation;
using PixelShap.Faithfulness;
using PixelShap.Interactions;
using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Attributes;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Attribution.Words;
using PixelShap.Video.Importance;
using PixelShap.Video.Language;
using PixelShap.Video.Publishing.Explanations;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Runs.UseCases;
using Spectre.Console;

namespace PixelShap.Video.Cli.Terminal;

/// <summary>Shows an explanation on the terminal: as a table, or as the JSON that was written.</summary>
internal sealed class ExplanationSummary(ExplainedPicture picture, Wording wording)
{
    private const int MostCounterfactuals = 3;

    public async Task ShowAsync(bool json)
    {
        (RunDirectory directory, Explanation explanation, ModelUsage? usage) = picture;
        if (json)
        {
            await Console.Out.WriteAsync(await File.ReadAllTextAsync(directory.File("explain.json")));
            return;
        }

        KeyframeAttribution attribution = explanation.Attribution;
        bool isShapley = Estimators.Create(attribution.Estimator).EstimatesShapley;
        IAnsiConsole console = Consoles.Output();
        console.MarkupLineInterpolated($"[bold]{ExplanationHeadline.Of(explanation)}[/]");
        console.MarkupLineInterpolated($"[grey]Q[/]  {attribution.Prompt}");
        console.MarkupLineInterpolated($"[grey]A[/]  {attribution.Answer}");
        var table = new Table().Border(TableBorder.Rounded).AddColumns(wording.IsExpert ? ["", "Object", isShapley ? "φ" : "Leave-one-out", "90 % interval", "Share"] : ["", "Object", isShapley ? "Importance" : "Changes the answer by", "Likely"]);
        foreach (int column in wording.IsExpert ? (int[])[0, 2, 3, 4] : [0, 2, 3])
        {
            table.Columns[column].RightAligned();
        }

        ExplainedPlayer[] ranked = [.. explanation.Rank()], measurable = [.. ranked.Where(player => Measurable.IsMeasurable(player.Player.Value, player.Player.StandardError))];
        foreach (ExplainedPlayer player in measurable)
        {
            string rank = player.Rank.ToString(CultureInfo.InvariantCulture), name = Markup.Escape(player.Name), value = $"[bold]{wording.Value(player.Player.Value)}[/]";
            string interval = explanation.IsExact ? "exact" : player.Player.StandardError > 0 ? $"{wording.Value(player.Low)} … {wording.Value(player.High)}" : "none";
            table.AddRow(wording.IsExpert ? [rank, name, value, interval, player.Share.ToString("0 %", CultureInfo.InvariantCulture)] : [rank, name, value, interval]);
        }

        if (ranked.Length > measurable.Length)
        {
            table.AddRow("", FoldedRows.Text(measurable.Length, ranked.Length));
        }

        foreach (SceneRegion region in attribution.Verdict.Regions)
        {
            table.AddRow("", Markup.Escape(region.Name), $"[bold]{wording.Value(region.Value)}[/]");
        }

        console.WriteTable(table);
        foreach (int index in attribution.Verdict.Players.Take(MostCounterfactuals))
        {
            if (attribution.AnswerWithout(index) is { } without && without != attribution.Answer)
            {
                console.MarkupLineInterpolated($"Without {explanation.Rank().Single(player => player.Index == index).Name}: {without}");
            }
        }

        foreach (SceneRegion region in attribution.Verdict.Regions)
        {
            console.MarkupLineInterpolated($"Without region {region.Id}: {region.Answer}");
        }

        ShowPairs(console, explanation);
        ShowAttributes(console, explanation);
        ShowWords(console, explanation.Words);
        string label = isShapley ? "" : ", which is not Shapley";
        FaithfulnessCurves? curves = attribution.Faithfulness;
        int answers = 1 + explanation.Calls;
        console.MarkupLineInterpolated(wording.IsExpert
            ? (FormattableString)$"{answers} answers of {attribution.Model}; estimator {attribution.Estimator}{label}; v(∅) {Plain(attribution.EmptyValue)}, efficiency gap {Plain(attribution.EfficiencyGap)}"
            : $"{answers} answers of {attribution.Model}{WithoutAll(attribution.EmptyValue)}. --expert shows more.");
        if (curves is not null && wording.IsExpert)
        {
            console.MarkupLineInterpolated($"Faithfulness: insertion AUC {Plain(curves.InsertionArea)}, deletion AUC {Plain(curves.DeletionArea)}");
        }

        if (explanation.Rank().FirstOrDefault(player => player.Objects.Count > 1) is { } group)
        {
            console.MarkupLineInterpolated($"{group.Objects.Count} far objects were hidden and shown together; raise attribution.max_players to value them one by one.");
        }

        if (usage is not null)
        {
            console.MarkupLineInterpolated($"{UsageReport.Line(usage)}");
        }

        console.MarkupLineInterpolated($"Results: {directory.File("explain.html")}, heatmap.png, explain.json");
    }

    private static void ShowPairs(IAnsiConsole console, Explanation explanation)
    {
        Dictionary<int, string> names = explanation.Rank().ToDictionary(player => player.Index, player => player.Name);
        foreach (PairInteraction pair in explanation.Attribution.Verdict.Pairs)
        {
            console.MarkupLineInterpolated($"{VerdictSentence.Say(pair.Kind, names[pair.First], names[pair.Second])}");
        }
    }

    private void ShowAttributes(IAnsiConsole console, Explanation explanation)
    {
        if (explanation.Attributes is not { } found)
        {
            return;
        }

        string name = explanation.Rank().Single(player => player.Index == found.Player).Name;
        console.MarkupLineInterpolated($"Of {name}, {wording.Value(found.Whole)} of the answer:");
        foreach (AttributeValue item in found.Attributes)
        {
            console.MarkupLineInterpolated($"  {item.Attribute.ToString().ToLowerInvariant(),-12}{wording.Value(item.Value),8}");
        }

        console.MarkupLineInterpolated($"  {"being there",-12}{wording.Value(found.Presence),8}");
    }

    private void ShowWords(IAnsiConsole console, WordValues? words)
    {
        if (words is null)
        {
            return;
        }

        (double share, double low, double high) = words.PictureShare;
        console.MarkupLineInterpolated(double.IsNaN(share)
            ? (FormattableString)$"Neither words nor picture changed the answer."
            : $"{share:0 %} of the importance is the picture's ({low:0 %} to {high:0 %}), the rest the question's:");
        foreach (WordValue phrase in words.Phrases)
        {
            console.MarkupLineInterpolated($"  {wording.Value(phrase.Value),8}  {phrase.Text}");
        }
    }

    private static string WithoutAll(double emptyValue) =>
        double.IsFinite(emptyValue) ? string.Create(CultureInfo.InvariantCulture, $"; with everything hidden it is {100 * Math.Clamp(emptyValue, 0, 1):0} % alike") : "";

    private static string Plain(double value) => double.IsFinite(value) ? value.ToString("0.000", CultureInfo.InvariantCulture) : "not asked";
}
