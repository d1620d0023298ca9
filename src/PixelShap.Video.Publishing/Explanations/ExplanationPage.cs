using System.Globalization;
using System.Net;
using System.Text;
using PixelShap.Estimation;
using PixelShap.Masking;
using PixelShap.Video.Attribution;
using PixelShap.Video.Frames;
using PixelShap.Video.Publishing.Reports;
using PixelShap.Video.Rendering;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Explanations;

/// <summary>Writes an explanation as one HTML page that needs nothing else: heat map, ranking with thumbnails and intervals, every question asked.</summary>
public sealed class ExplanationPage
{
    private const int PicturesOfGroup = 4;
    private const int HeatMapQuality = 90, ThumbnailQuality = 86;

    private readonly Explanation _explanation;
    private readonly IReadOnlyList<ExplainedPlayer> _ranking;
    private readonly ValueBars _bars;
    private readonly IImageCodec _codec;

    /// <summary>Prepares a page.</summary>
    /// <param name="explanation">What there is to show.</param>
    /// <param name="codec">Encodes the pictures in it.</param>
    public ExplanationPage(Explanation explanation, IImageCodec codec)
    {
        _explanation = explanation;
        _ranking = explanation.Rank();
        _bars = new ValueBars(_ranking.Select(player => (player.Player.Value, player.Low, player.High)));
        _codec = codec;
    }

    /// <summary>The page.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="heatMap">Its heat map without the panel.</param>
    public string ToHtml(BgrImage image, BgrImage heatMap)
    {
        KeyframeAttribution attribution = _explanation.Attribution;
        bool isShapley = Estimators.Create(attribution.Estimator).EstimatesShapley;
        string kind = isShapley ? "Importance" : "Changes the answer by";
        string style = $"{Style()}.ramp {{ background: linear-gradient(90deg,{string.Join(',', Stops())}) }}\n";
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{ReportPage.HashOf(style)}'; img-src data:; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Text(_explanation.ImageName)}: what the answer depended on</title>
            <style>{style}</style>
            </head>
            <body>
            <main>
            <header>
            <p>{Text(_explanation.ImageName)}</p>
            <h1>{Text(ExplanationHeadline.Of(_explanation))}</h1>
            </header>
            <figure><img alt="The picture with its objects coloured by importance" src="{Picture(heatMap, HeatMapQuality)}"></figure>
            {Legend()}
            <div class="dialogue">
            <p class="question">{Text(attribution.Prompt)}</p>
            <p class="answer">{(attribution.Answer.Length > 0 ? Text(attribution.Answer) : "(empty answer)")}</p>
            <p class="who">{Text(attribution.Model)}</p>
            </div>
            <h2>Which objects mattered</h2>
            <table class="ranking">
            <thead><tr><th class="rank"></th><th></th><th>Object</th><th class="bar">{_bars.Axis()}</th><th class="number">{kind}</th><th class="number">Share</th></tr></thead>
            <tbody>
            {string.Concat(_ranking.Select(player => Row(player, image)))}</tbody>
            </table>
            <p class="note">{Note(isShapley)}</p>
            {new AttributeTable(_explanation, image, _codec).ToHtml()}
            {new WordTable(_explanation).ToHtml()}
            {PairGraph.Of(attribution.Verdict.Pairs, player => _ranking.Single(item => item.Index == player).Name)}
            {CurveFigures.Of(attribution.Faithfulness)}
            <details><summary>How it was measured</summary>
            {Facts(isShapley)}
            {Questions()}
            </details>
            <footer>{Text(_explanation.Product)} · SHA-256 of the picture {_explanation.ImageHash[..16]}…</footer>
            </main>
            </body>
            </html>

            """;
    }

    internal static string Text(string text) => WebUtility.HtmlEncode(text);

    private string Row(ExplainedPlayer player, BgrImage image)
    {
        string pictures = string.Concat(player.Objects.Take(PicturesOfGroup).Select(item =>
            $"<img alt=\"{Text(item.Detection.ClassName)} {item.TrackId}\" src=\"{Picture(Thumbnail.Cut(image, item.Detection), ThumbnailQuality)}\">"));
        bool isGroup = player.Objects.Count > 1;
        string detail = isGroup ? "hidden and shown together; coloured in equal parts" : string.Create(CultureInfo.InvariantCulture, $"seen with score {player.Objects[0].Detection.Score:0.00}");
        string interval = _explanation.IsExact ? "exact"
            : player.Player.StandardError > 0 ? $"likely {ImportanceColours.Percent(player.Low)} to {ImportanceColours.Percent(player.High)}"
            : "no interval";
        return $"""
            <tr>
            <td class="rank">{player.Rank}</td>
            <td class="pictures{(isGroup ? " group" : "")}">{pictures}</td>
            <td class="name"><b>{Text(player.Name)}</b><small>{detail}</small></td>
            <td class="bar">{_bars.Bar(player.Player.Value, player.Low, player.High)}</td>
            <td class="number"><b>{ImportanceColours.Percent(player.Player.Value)}</b><small>{interval}</small></td>
            <td class="number">{player.Share.ToString("0 %", CultureInfo.InvariantCulture)}</td>
            </tr>

            """;
    }

    private string Legend()
    {
        ImportanceColours colours = HeatMap.ColoursOf(_explanation.Attribution);
        return $"""
            <div class="legend"><span>{ImportanceColours.Percent(-colours.Range)}</span><span class="ramp"></span><span>{ImportanceColours.Percent(colours.Range)}</span><span>orange: the answer rests on it · blue: it works against the answer · untinted: it hardly matters</span></div>
            """;
    }

    /// <summary>The colours of the legend, as CSS: the policy of the page allows no style at an element.</summary>
    private IEnumerable<string> Stops()
    {
        ImportanceColours colours = HeatMap.ColoursOf(_explanation.Attribution);
        return Enumerable.Range(0, 17).Select(i =>
        {
            double importance = colours.Range * ((i / 8.0) - 1);
            Rgb colour = colours.Colour(importance);
            return string.Create(CultureInfo.InvariantCulture, $"rgb({colour.Red} {colour.Green} {colour.Blue} / {colours.Strength(importance):0.##})");
        });
    }

    private string Note(bool isShapley)
    {
        string shapley = "Importance says how much of the answer rests on an object: on average over all ways of hiding the others, how much more alike the answers are to the "
            + "answer about the whole picture when the object is visible. It is a Shapley value; all of them add up to what is lost when everything is hidden.";
        string leaveOneOut = "Leave-one-out says how much the answer changes when only this object is hidden. It is not a Shapley value: two objects that stand in for each other "
            + "both get too little.";
        string interval = _ranking.Any(player => player.Player.StandardError > 0) ? " The thin line is where the value lies with 90 % certainty." : "";
        return $"{(isShapley ? shapley : leaveOneOut)}{interval}";
    }

    private string Facts(bool isShapley)
    {
        KeyframeAttribution attribution = _explanation.Attribution;
        AttributionConfiguration settings = _explanation.Configuration.Attribution;
        (string Name, string Value)[] facts =
        [
            ("Asked", attribution.Model),
            ("Objects found by", _explanation.Segmenter),
            ("Estimator", $"{attribution.Estimator}{(isShapley ? "" : " (not Shapley)")}, budget {settings.Budget}"),
            ("Answers asked for", $"1 + {_explanation.Calls}{(attribution.Unanswered.Count > 0 ? $", {attribution.Unanswered.Count} without an answer" : "")}"),
            ("Hidden with", $"{settings.Fill}, region {Lower(settings.Region)}"),
            ("Similarity of answers", _explanation.Similarity),
            ("Everything hidden, v(∅)", Number(attribution.EmptyValue)),
            ("Nothing hidden, v(N)", Number(attribution.FullValue)),
            ("Efficiency gap", Number(attribution.EfficiencyGap)),
        ];
        return $"""<dl class="facts">{string.Concat(facts.Select(fact => $"<div><dt>{Text(fact.Name)}</dt><dd>{Text(fact.Value)}</dd></div>"))}</dl>""";
    }

    private string Questions()
    {
        Dictionary<int, string> names = _ranking.ToDictionary(player => player.Index, player => player.Name);
        var rows = new StringBuilder();
        foreach (CoalitionAnswer coalition in _explanation.Attribution.Coalitions.OrderByDescending(coalition => coalition.Value))
        {
            string[] visible = [.. names.Where(name => (coalition.Visible >> name.Key & 1) != 0).OrderBy(name => name.Key).Select(name => $"<span class=\"chip\">{Text(name.Value)}</span>")];
            rows.Append(CultureInfo.InvariantCulture, $"<tr><td>{(visible.Length > 0 ? string.Concat(visible) : "nothing")}</td><td>{Number(coalition.Value)}</td><td>{Text(coalition.Answer)}</td></tr>\n");
        }

        return $"""
            <details><summary>Every picture that was asked about ({_explanation.Attribution.Coalitions.Count})</summary>
            <table class="questions"><thead><tr><th>Visible</th><th>v</th><th>Answer</th></tr></thead><tbody>
            {rows}</tbody></table></details>
            """;
    }

    private string Picture(BgrImage image, int quality) => $"data:image/jpeg;base64,{Convert.ToBase64String(_codec.EncodeJpeg(image, quality))}";

    private static string Style()
    {
        using Stream stream = typeof(ExplanationPage).Assembly.GetManifestResourceStream("explanation.css")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static string Number(double value) => double.IsFinite(value) ? ValueBars.Plain(value) : "not asked";

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
