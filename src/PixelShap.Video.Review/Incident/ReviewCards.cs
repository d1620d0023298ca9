using System.Globalization;
using PixelShap.Video.Frames;
using PixelShap.Video.Importance;
using PixelShap.Video.Journal;
using PixelShap.Video.Keyframes;
using PixelShap.Video.Review.Colour;
using PixelShap.Video.Review.Drawing;
using PixelShap.Video.Review.Panels;
using PixelShap.Video.Runs;

namespace PixelShap.Video.Review.Incident;

/// <summary>Draws the title card and the cards before decisive moments, over a dimmed picture of what comes.</summary>
internal sealed class ReviewCards : IDisposable
{
    private const int Findings = 3;
    private const double Dimmed = 0.8;

    private readonly SceneLayout _layout;
    private readonly ReviewOptions _options;
    private readonly RunResults _results;
    private readonly ImportanceColours _colours;
    private readonly SceneTheme _theme;
    private readonly Typesetter _typesetter;
    private readonly double _font;

    internal ReviewCards(SceneLayout layout, ReviewOptions options, RunResults results, ImportanceColours colours)
    {
        (_layout, _options, _results, _colours) = (layout, options, results, colours);
        _theme = options.Drawing.Theme;
        _typesetter = new Typesetter(options.Drawing.FontFamilies);
        _font = Math.Min(layout.Width / 34.0, layout.Height / 26.0);
    }

    private double Margin => Math.Round(_font * 2);

    /// <summary>Draws the title card: what is seen, when and where it was filmed, what was asked, what the answers depended on most.</summary>
    internal void DrawTitle(Frame output, Frame background, ReviewPlan plan)
    {
        JournalKeyframe[] keyframes = [.. _results.Timeline.Keyframes.Where(keyframe => plan.Shows(keyframe.Seconds))];
        JournalKeyframe? first = keyframes.FirstOrDefault() ?? _results.Timeline.KeyframeAt(plan.Pieces[0].From);
        IReadOnlyList<Finding> findings = FindingsOf(plan);
        Draw(output, background, column =>
        {
            column.Line("INCIDENT REVIEW", _font * 0.68, FontWeight.SemiBold, _theme.MutedText);
            column.Space(_font * 0.3);
            column.Paragraph([new TextSpan(_options.ClipName)], _font * 1.6, FontWeight.SemiBold, _theme.Text, 2);
            column.Space(_font * 0.3);
            foreach (string line in Facts(plan))
            {
                column.Line(line, _font * 0.86, FontWeight.Regular, _theme.Text);
            }

            column.Space(_font * 1.1);
            if (first is not null)
            {
                column.Line("The question", _font * 0.72, FontWeight.Medium, _theme.MutedText);
                column.Paragraph([new TextSpan(first.Prompt)], _font, FontWeight.Medium, _theme.Text, 3);
                column.Paragraph([new TextSpan($"put to {first.Model} at {keyframes.Length} {(keyframes.Length == 1 ? "keyframe" : "keyframes")}, and again with objects hidden")], _font * 0.8, FontWeight.Regular, _theme.MutedText, 2);
                column.Space(_font * 1.1);
            }

            column.Line(findings.Count > 0 ? "The answers depended most on" : "No road user was valued here", _font * 0.72, FontWeight.Medium, _theme.MutedText);
            column.Space(_font * 0.35);
            double name = Math.Min(findings.Select(finding => NameWidth(finding)).Append(_font * 7).Max(), column.Width * 0.45);
            foreach (Finding finding in findings)
            {
                DrawFinding(column, finding, name);
            }

            column.Space(_font * 0.8);
            DrawLegend(column);
        });
    }

    /// <summary>Draws the card before a decisive moment.</summary>
    internal void DrawMoment(Frame output, Frame background, MomentCard card)
    {
        Moment moment = card.Moment;
        Draw(output, background, column =>
        {
            column.Line($"MOMENT {card.Number} OF {card.Count}", _font * 0.68, FontWeight.SemiBold, _theme.MutedText);
            column.Space(_font * 0.3);
            column.Line(ClipTime.Format(moment.Keyframe.Seconds, 0.1), _font * 2.2, FontWeight.SemiBold, _theme.Text);
            foreach (string fact in FactTexts.At(_options.Clip, moment.Keyframe.Seconds))
            {
                column.Line(fact, _font * 0.86, FontWeight.Regular, _theme.Text);
            }

            column.Space(_font * 0.8);
            column.Paragraph(
                [new TextSpan($"{moment.ClassName} {moment.TrackId}   "), new TextSpan($"φ {ImportanceColours.Format(moment.Importance)}", Lit(moment.Importance.Mean))],
                _font * 1.25, FontWeight.SemiBold, _theme.Text, 1);
            string rank = card.Rank switch { 1 => "The most decisive moment", 2 => "The 2nd most decisive moment", 3 => "The 3rd most decisive moment", _ => $"The {card.Rank}th most decisive moment" };
            column.Paragraph([new TextSpan($"{rank}. {Because(moment.Keyframe.Reason)}")], _font * 0.8, FontWeight.Regular, _theme.MutedText, 2);
            column.Space(_font * 0.8);
            column.Line("The answer", _font * 0.72, FontWeight.Medium, _theme.MutedText);
            column.Paragraph([new TextSpan(moment.Keyframe.Answer)], _font, FontWeight.Medium, _theme.Text, 4);
        });
    }

    public void Dispose() => _typesetter.Dispose();

    /// <summary>Sets the text twice: once to learn how high it is, once in the middle of the card.</summary>
    private void Draw(Frame output, Frame background, Action<Column> compose)
    {
        double width = _layout.Width - (2 * Margin);
        var measured = new Column(null, _typesetter, Margin, width, 0);
        compose(measured);
        CardGround.Paint(background, output, _theme.Background, Dimmed);
        using var canvas = new Canvas(output.Pixels, _layout.Width, _layout.Height);
        compose(new Column(canvas, _typesetter, Margin, width, Math.Max(Margin / 2, (_layout.Height - measured.Y) / 2)));
    }

    private static string Because(string reason) => reason switch
    {
        KeyframeReasons.Start => "Asked here because the clip begins.",
        KeyframeReasons.StreamReopened => "Asked here because the stream came back.",
        KeyframeReasons.SceneCut => "Asked here because another scene begins.",
        KeyframeReasons.FastApproach => "Asked here because something comes near fast.",
        KeyframeReasons.EgoBraking => "Asked here because the car slows down.",
        KeyframeReasons.EgoTurning => "Asked here because the car turns.",
        KeyframeReasons.TrackBorn => "Asked here because something appeared ahead.",
        KeyframeReasons.TrackDied => "Asked here because something ahead is gone.",
        KeyframeReasons.AnswerChanged => "Asked here because the answer changed.",
        KeyframeReasons.Interval => "Asked here at a regular interval.",
        _ => $"Asked here because of: {reason}.",
    };

    private IEnumerable<string> Facts(ReviewPlan plan)
    {
        (double from, double to) = (plan.Pieces[0].From, plan.Pieces[^1].To);
        if (_options.Clip.RecordedAt is { } recorded)
        {
            yield return $"Recorded {FactTexts.Clock(recorded.AddSeconds(from), _options.Clip.IsZoneKnown)}" + (_options.Clip.Device.Length > 0 ? $" with {_options.Clip.Device}" : "");
        }
        else if (_options.Clip.Device.Length > 0)
        {
            yield return $"Recorded with {_options.Clip.Device}";
        }

        if (_options.Clip.FixAt(from, to - from) is { } fix)
        {
            yield return FactTexts.Place(fix);
        }

        string speed = _options.Slow > 1 ? string.Create(CultureInfo.InvariantCulture, $", {_options.Slow:0.##} times slower than filmed") : "";
        double shown = plan.Pieces.Sum(piece => piece.To - piece.From);
        string stretch = $"{ClipTime.Format(from, 0.1)} to {ClipTime.Format(to, 0.1)}";
        yield return string.Create(
            CultureInfo.InvariantCulture, $"{(plan.Pieces.Count == 1 ? stretch : $"{plan.Pieces.Count} moments from {stretch}")}, {shown:0.0} s{speed}");
        if (_options.Blur is { } blur)
        {
            yield return $"Made unrecognisable as far as found: {string.Join(", ", blur.Classes)}";
        }
    }

    private IReadOnlyList<Finding> FindingsOf(ReviewPlan plan) =>
    [
        .. _results.Timeline.Tracks
            .Where(track => _results.Tracks.ContainsKey(track.Key))
            .Select(track => (track.Key, Peak: track.Value.Observations
                .Where(observation => plan.Shows(observation.Seconds))
                .Select(observation => (observation.Seconds, Mean: track.Value.At(observation.Seconds).Mean))
                .DefaultIfEmpty((Seconds: 0, Mean: double.NegativeInfinity))
                .MaxBy(sample => sample.Mean)))
            .Where(track => track.Peak.Mean > 0.005)
            .OrderByDescending(track => track.Peak.Mean)
            .ThenBy(track => track.Key)
            .Take(Findings)
            .Select(track => new Finding($"{_results.Tracks[track.Key].ClassName} {track.Key}", track.Peak.Mean, track.Peak.Seconds)),
    ];

    private double NameWidth(Finding finding)
    {
        using TextBlock text = _typesetter.Set(finding.Name, _font, FontWeight.SemiBold);
        return text.Width + (_font * 0.8);
    }

    private void DrawFinding(Column column, Finding finding, double name)
    {
        double bar = Math.Min(column.Width - name - (_font * 10.4), _font * 16), height = _font * 0.8;
        using TextBlock text = _typesetter.Set(finding.Name, _font, FontWeight.SemiBold, name - (_font * 0.4));
        using TextBlock value = _typesetter.Set(
            [
                new TextSpan($"φ {ImportanceColours.Format(new ImportanceSample(finding.Value, 0, SampleKind.Observed))}  ", Lit(finding.Value), FontWeight.SemiBold),
                new TextSpan($"at {ClipTime.Format(finding.Seconds, 0.1)}", _theme.MutedText),
            ],
            _font, FontWeight.Regular, null, 1);
        double middle = column.Y + (text.Height / 2);
        column.Canvas?.DrawText(text, column.X, column.Y, _theme.Text);
        double length = Math.Max(2, bar * Math.Clamp(finding.Value / _colours.Range, 0, 1));
        column.Canvas?.FillRounded(column.X + name, middle - (height / 2), length, height, height * 0.2, _colours.Colour(finding.Value));
        column.Canvas?.DrawText(value, column.X + name + bar + (_font * 0.7), column.Y, _theme.Text);
        column.Space(_font * 1.75);
    }

    private void DrawLegend(Column column)
    {
        Span<Rgb> ramp = stackalloc Rgb[33];
        for (int i = 0; i < ramp.Length; i++)
        {
            double importance = _colours.Range * ((i / 16.0) - 1);
            ramp[i] = _theme.Grid.Mix(_colours.Colour(importance), _colours.Opacity(importance) / _colours.Opacity(_colours.Range));
        }

        double width = Math.Min(column.Width, _font * 9), height = _font * 0.5;
        column.Canvas?.FillRamp(column.X, column.Y + (_font * 0.3), width, height, height * 0.3, ramp);
        var beside = new Column(column.Canvas, _typesetter, column.X + width + _font, column.Width - width - _font, column.Y);
        beside.Paragraph(
            [new TextSpan("amber", _colours.Colour(_colours.Range * 0.8), FontWeight.SemiBold), new TextSpan(": hide it and the answer changes. "),
             new TextSpan("blue", _colours.Colour(_colours.Range * -0.8), FontWeight.SemiBold), new TextSpan(": it spoke against the answer. Outline only: it hardly mattered.")],
            _font * 0.76, FontWeight.Regular, _theme.MutedText, 3);
        column.Space(beside.Y - column.Y);
    }

    /// <summary>The colour of a value, light enough to read.</summary>
    private Rgb Lit(double value) => _colours.Colour(value).Mix(_theme.Text, 0.25);

    private sealed record Finding(string Name, double Value, double Seconds);

    /// <summary>Text set line below line; without a canvas it is only measured.</summary>
    private sealed class Column(Canvas? canvas, Typesetter typesetter, double x, double width, double y)
    {
        public Canvas? Canvas => canvas;

        public double X => x;

        public double Width => width;

        public double Y { get; private set; } = Math.Round(y);

        public void Space(double height) => Y += Math.Round(height);

        public void Line(string text, double size, FontWeight weight, Rgb colour) => Paragraph([new TextSpan(text)], size, weight, colour, 1);

        public void Paragraph(ReadOnlySpan<TextSpan> spans, double size, FontWeight weight, Rgb colour, int lines)
        {
            using TextBlock block = typesetter.Set(spans, Math.Round(size * 2) / 2, weight, width, lines);
            canvas?.DrawText(block, x, Y, colour);
            Y += Math.Round(block.Height);
        }
    }
}
