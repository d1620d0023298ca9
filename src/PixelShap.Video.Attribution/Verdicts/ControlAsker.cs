using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Language;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Attribution.Verdicts;

/// <summary>Asks what a verdict needs beyond the coalitions, keyframe after keyframe with one prompt.</summary>
/// <param name="configuration">The settings of the run.</param>
/// <param name="questions">Who is asked.</param>
/// <param name="similarity">How alike two answers are.</param>
/// <param name="fill">What hidden pixels are replaced with.</param>
/// <param name="divider">Divides the scene; null where none is at hand.</param>
internal sealed class ControlAsker(
    AttributionConfiguration configuration, QuestionQueue questions, ITextSimilarity similarity, IFill fill, ISceneDivider? divider)
{
    // A model that gave the same answer again at so many keyframes is taken to repeat itself.
    private const int KeyframesToTrust = 3, RepeatsPerKeyframe = 2, RememberedRepeats = 24, RememberedTracks = 256;

    private readonly AttributionConfiguration _configuration = configuration;
    private readonly QuestionQueue _questions = questions;
    private readonly ITextSimilarity _similarity = similarity;
    private readonly IFill _fill = fill;
    private readonly ISceneDivider? _divider = divider;
    private readonly Queue<double> _repeats = [];
    private readonly Queue<int> _doubted = [];
    private readonly SceneRegions _regions = new();
    private int _keyframesRepeated;
    private Verdict? _last;

    /// <summary>Asks about a keyframe.</summary>
    /// <param name="scene">The keyframe.</param>
    /// <param name="prompt">The question.</param>
    /// <param name="scope">What it may spend.</param>
    /// <param name="attribution">What the coalitions gave.</param>
    /// <param name="reference">What answers are compared with.</param>
    /// <param name="cancellationToken">Ends the calls under way.</param>
    /// <returns>The same with what was asked.</returns>
    public async Task<KeyframeAttribution> AskAsync(
        KeyframeScene scene, string prompt, QuestionScope? scope, KeyframeAttribution attribution, string reference, CancellationToken cancellationToken)
    {
        if (attribution.IsCarried)
        {
            return attribution with { CarriedVerdict = _last };
        }

        if (_configuration.Controls != Controls.Never)
        {
            attribution = await new Round(this, scene, prompt, scope, reference, cancellationToken).PlayAsync(attribution);
        }

        Remember(attribution);
        return attribution;
    }

    /// <summary>Takes in a keyframe that an earlier part of the run has asked about.</summary>
    public void Remember(KeyframeAttribution known)
    {
        if (known.IsCarried)
        {
            return;
        }

        double[] drops = [.. known.Controls.Where(control => control.Control.Kind == ControlKind.Repeat).Select(control => known.FullValue - control.Value)];
        _keyframesRepeated += drops.Length > 0 ? 1 : 0;
        Keep(_repeats, drops, RememberedRepeats);
        _regions.Remember(known.Search?.Regions ?? []);
        _last = known.Verdict;
        if (_last.Players is [int top, ..] && known.Controls.Any(control => control.Control.Kind == ControlKind.OtherFill))
        {
            Keep(_doubted, known.Players[top].TrackIds, RememberedTracks);
        }
    }

    private VerdictNeeds NeedsOf(IReadOnlySet<Control> inVain) => new()
    {
        All = _configuration.Controls == Controls.Always,
        Search = _configuration.Scene && _divider is not null,
        Repeats = _repeats.Any(drop => drop >= VerdictRules.LeastChange) ? 2 * RepeatsPerKeyframe
            : _configuration.Controls == Controls.Always || _keyframesRepeated < KeyframesToTrust ? RepeatsPerKeyframe
            : 0,
        EarlierNoise = _repeats.Count > 0 ? _repeats.Average() : double.NaN,
        OtherFill = tracks => !tracks.All(_doubted.Contains),
        InVain = inVain,
    };

    private static void Keep<T>(Queue<T> queue, IEnumerable<T> items, int most)
    {
        foreach (T item in items)
        {
            queue.Enqueue(item);
        }

        while (queue.Count > most)
        {
            _ = queue.Dequeue();
        }
    }

    /// <summary>The controls of one keyframe.</summary>
    private sealed class Round(ControlAsker owner, KeyframeScene scene, string prompt, QuestionScope? scope, string reference, CancellationToken cancellationToken)
    {
        private readonly ControlPictures _pictures = new(scene, owner._configuration.Region, owner._fill);
        private readonly List<string> _texts = [];

        public async Task<KeyframeAttribution> PlayAsync(KeyframeAttribution attribution)
        {
            _texts.AddRange(attribution.Coalitions.Select(coalition => coalition.Answer));
            var inVain = new HashSet<Control>();
            while (true)
            {
                Judgement judgement = VerdictRules.Judge(attribution, owner.NeedsOf(inVain));
                if (judgement.Next is { } control)
                {
                    if (await AskAsync(control) is { } given)
                    {
                        attribution = attribution with { Controls = [.. attribution.Controls, new ControlAnswer(control, given.Value, given.Answer)] };
                    }
                    else
                    {
                        inVain.Add(control);
                    }
                }
                else if (judgement.Search)
                {
                    attribution = attribution with { Search = await SearchAsync(attribution) };
                }
                else
                {
                    return attribution;
                }
            }
        }

        private async Task<SceneSearch> SearchAsync(KeyframeAttribution attribution)
        {
            double without = attribution.Controls.FirstOrDefault(control => control.Control.Kind == ControlKind.Players)?.Value
                ?? attribution.Controls.First(control => control.Control.Kind == ControlKind.Blank).Value;
            IReadOnlyList<ScenePart> parts = owner._regions.Expect(owner._divider!.Divide(scene.Image, _pictures.Objects));

            // A keyframe may cost two calls per player and eight, if the estimator leaves so many.
            int most = Math.Clamp((2 * attribution.Players.Count) + RegionSearch.MostCalls - attribution.Calls - attribution.ControlCalls, RegionSearch.MostCalls / 2, RegionSearch.MostCalls);
            var search = new RegionSearch(mask => AskAsync(() => _pictures.ShowWithout(mask)), attribution.FullValue, most);
            (var found, int calls) = await search.FindAsync(parts, attribution.FullValue - without);
            return new SceneSearch(calls, found is { } region ? [owner._regions.Name(region.Mask, region.Drop, region.Answer, attribution.Answer)] : []);
        }

        private Task<(double Value, string Answer)?> AskAsync(Control control) => control.Kind == ControlKind.Repeat
            ? CompareAsync(owner._questions.AskAsync(scene.Ask(prompt, scope, (int)control.Detail), cancellationToken))
            : AskAsync(() => _pictures.Show(control));

        private Task<(double Value, string Answer)?> AskAsync(Func<MaskedView> show) =>
            CompareAsync(owner._questions.AskAsync(show, prompt, scope, cancellationToken, cancellationToken));

        private async Task<(double Value, string Answer)?> CompareAsync(Task<Answer> asked)
        {
            string text;
            try
            {
                text = (await asked).Text;
            }
            catch (UnansweredException)
            {
                return null;
            }

            _texts.Add(text);
            return ((await owner._similarity.CompareAsync(reference, _texts, cancellationToken))[^1], text);
        }
    }
}
