using PixelShap.Video.Frames;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Rendering.Drawing;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Rendering.Panels;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Rendering.Reviews;

/// <summary>Draws the title card and the cards before moments, over a dimmed picture of what comes.</summary>
internal sealed class ReviewCards : IDisposable
{
    private const int Findings = 3;

    private readonly ReviewOptions _options;
    private readonly RunResults _results;
    private readonly ImportanceColours _colours;
    private readonly SceneTheme _theme;
    private readonly CardPage _page;

    internal ReviewCards(SceneLayout layout, ReviewOptions options, RunResults results, ImportanceColours colours)
    {
        (_options, _results, _colours) = (options, results, colours);
        _theme = options.Drawing.Theme;
        _page = new CardPage(layout.Width, layout.Height, options.Drawing);
    }

    private double Font => _page.Font;

    /// <summary>Draws the title card: what is seen, when and where it was filmed, what was asked, what the answers depended on most.</summary>
    internal void DrawTitle(Frame output, Frame background, ReviewPlan plan)
    {
        JournalKeyframe[] keyframes = [.. _results.Timeline.Keyframes.Where(keyframe => plan.Shows(keyframe.Seconds))];
        JournalKeyframe? first = keyframes.FirstOrDefault() ?? _results.Timeline.KeyframeAt(plan.Pieces[0].From);
        IReadOnlyList<Finding> findings = FindingsOf(plan);
        _page.Draw(output, background, column =>
        {
            column.Line("INCIDENT REVIEW", Font * 0.68, FontWeight.SemiBold, _theme.MutedText);
            column.Space(Font * 0.3);
            column.Paragraph([new TextSpan(_options.ClipName)], Font * 1.6, FontWeight.SemiBold, _theme.Text, 2);
            column.Space(Font * 0.3);
            foreach (string line in FactTexts.Of(_options, plan))
            {
                column.Line(line, Font * 0.86, FontWeight.Regular, _theme.Text);
            }

            column.Space(Font * 1.1);
            if (first is not null)
            {
                column.Line("The question", Font * 0.72, FontWeight.Medium, _theme.MutedText);
                column.Paragraph([new TextSpan(first.Prompt)], Font, FontWeight.Medium, _theme.Text, 3);
                column.Paragraph([new TextSpan($"put to {first.Model} at {keyframes.Length} {(keyframes.Length == 1 ? "moment" : "moments")}, and again with objects hidden")], Font * 0.8, FontWeight.Regular, _theme.MutedText, 2);
                column.Space(Font * 1.1);
            }

            column.Line(findings.Count > 0 ? "The answers depended most on (bars: added up over the moments)" : WasValued(plan) ? "The answers depended on no road user here" : "No road user was valued here", Font * 0.72, FontWeight.Medium, _theme.MutedText);
            column.Space(Font * 0.35);
            double name = Math.Min(findings.Select(finding => NameWidth(finding)).Append(Font * 7).Max(), column.Width * 0.45);
            foreach (Finding finding in findings)
            {
                DrawFinding(column, finding, finding.Weight / findings[0].Weight, name);
            }

            column.Space(Font * 0.8);
            DrawLegend(column);
        });
    }

    /// <summary>Draws the card before a moment: so little that it is read in less than a second.</summary>
    internal void DrawMoment(Frame output, Frame background, MomentCard card)
    {
        ReviewMoment moment = card.Moment;
        _page.Draw(output, background, column =>
        {
            column.Line($"MOMENT {card.Number} OF {card.Count}", Font * 0.68, FontWeight.SemiBold, _theme.MutedText);
            column.Space(Font * 0.3);
            column.Line(ClipTime.Format(moment.Seconds, 0.1), Font * 2.2, FontWeight.SemiBold, _theme.Text);
            column.Space(Font * 0.5);
            column.Paragraph(
                moment.Event is { } one ? [new TextSpan(ReviewStory.Words(one, _results))]
                : [new TextSpan($"The answer hangs on {moment.Decisive!.ClassName} {moment.Decisive.TrackId}   "), new TextSpan(ImportanceColours.Format(moment.Decisive.Importance), Lit(moment.Decisive.Importance.Mean))],
                Font * 1.25, FontWeight.SemiBold, _theme.Text, 2);
            column.Paragraph([new TextSpan(Place(card))], Font * 0.8, FontWeight.Regular, _theme.MutedText, 2);
        });
    }

    public void Dispose() => _page.Dispose();

    private static string Ordinal(int number) => number + ((number % 100) is >= 11 and <= 13 ? "th" : (number % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" });

    /// <summary>Why the moment is shown: events come before what answers hang on.</summary>
    private static string Place(MomentCard card) => (card.Moment.Event, card.Rank) switch
    {
        ({ }, 1) => "The strongest event",
        ({ }, var rank) => $"The {Ordinal(rank)} strongest event",
        (_, 1) => "The most decisive moment",
        (_, var rank) => $"The {Ordinal(rank)} by what the answers hang on",
    };

    private IReadOnlyList<Finding> FindingsOf(ReviewPlan plan) =>
    [
        .. _results.Timeline.Tracks
            .Where(track => _results.Tracks.ContainsKey(track.Key))
            .Select(track => (track.Key, Weight: AnnotatedVideo.Weight(_results, track.Key, plan.Shows), Peak: track.Value.Observations
                .Where(observation => plan.Shows(observation.Seconds))
                .Select(observation => (observation.Seconds, Mean: track.Value.At(observation.Seconds).Mean))
                .DefaultIfEmpty((Seconds: 0, Mean: double.NegativeInfinity))
                .MaxBy(sample => sample.Mean)))
            .Where(track => track.Weight > 0 && track.Peak.Mean > 0.005)
            .OrderByDescending(track => track.Weight)
            .ThenBy(track => track.Key)
            .Take(Findings)
            .Select(track => new Finding($"{_results.Tracks[track.Key].ClassName} {track.Key}", track.Weight, track.Peak.Mean, track.Peak.Seconds)),
    ];

    private bool WasValued(ReviewPlan plan) =>
        _results.Timeline.Tracks.Values.SelectMany(track => track.Observations).Any(observation => plan.Shows(observation.Seconds));

    private double NameWidth(Finding finding)
    {
        using TextBlock text = _page.Typesetter.Set(finding.Name, Font, FontWeight.SemiBold);
        return text.Width + (Font * 0.8);
    }

    /// <summary>A bar as long as the road user mattered over all keyframes, beside the longest, and its highest value.</summary>
    private void DrawFinding(CardColumn column, Finding finding, double share, double name)
    {
        double bar = Math.Min(column.Width - name - (Font * 12.4), Font * 14), height = Font * 0.8;
        using TextBlock text = _page.Typesetter.Set(finding.Name, Font, FontWeight.SemiBold, name - (Font * 0.4));
        using TextBlock value = _page.Typesetter.Set(
            [
                new TextSpan("up to ", _theme.MutedText),
                new TextSpan($"{ImportanceColours.Percent(finding.Peak)}  ", Lit(finding.Peak), FontWeight.SemiBold),
                new TextSpan($"at {ClipTime.Format(finding.Seconds, 0.1)}", _theme.MutedText),
            ],
            Font, FontWeight.Regular, null, 1);
        double middle = column.Y + (text.Height / 2);
        column.Canvas?.DrawText(text, column.X, column.Y, _theme.Text);
        column.Canvas?.FillRounded(column.X + name, middle - (height / 2), Math.Max(2, bar * share), height, height * 0.2, _colours.Colour(finding.Peak));
        column.Canvas?.DrawText(value, column.X + name + bar + (Font * 0.7), column.Y, _theme.Text);
        column.Space(Font * 1.75);
    }

    private void DrawLegend(CardColumn column)
    {
        Span<Rgb> ramp = stackalloc Rgb[33];
        for (int i = 0; i < ramp.Length; i++)
        {
            double importance = _colours.Range * ((i / 16.0) - 1);
            ramp[i] = _theme.Grid.Mix(_colours.Colour(importance), _colours.Opacity(importance) / _colours.Opacity(_colours.Range));
        }

        double width = Math.Min(column.Width, Font * 9), height = Font * 0.5;
        column.Canvas?.FillRamp(column.X, column.Y + (Font * 0.3), width, height, height * 0.3, ramp);
        var beside = column.Beside(width + Font);
        beside.Paragraph(
            [new TextSpan("amber", _colours.Colour(_colours.Range * 0.8), FontWeight.SemiBold), new TextSpan(": hide it and the answer changes. "),
             new TextSpan("blue", _colours.Colour(_colours.Range * -0.8), FontWeight.SemiBold), new TextSpan(": it spoke against the answer. Outline only: it hardly mattered.")],
            Font * 0.76, FontWeight.Regular, _theme.MutedText, 3);
        column.Space(beside.Y - column.Y);
    }

    /// <summary>The colour of a value, light enough to read.</summary>
    private Rgb Lit(double value) => _colours.Colour(value).Mix(_theme.Text, 0.25);

    /// <param name="Name">The road user.</param>
    /// <param name="Weight">Its φ added up over the keyframes that are shown.</param>
    /// <param name="Peak">Its highest φ at one of them.</param>
    /// <param name="Seconds">When that was.</param>
    private sealed record Finding(string Name, double Weight, double Peak, double Seconds);
}
