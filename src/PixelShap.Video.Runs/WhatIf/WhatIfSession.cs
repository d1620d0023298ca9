using PixelShap.Games;
using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Prompts;
using PixelShap.Video.Clips;
using PixelShap.Video.Frames;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Runs.WhatIf;

/// <summary>
/// A run of which more is asked: its frames with their players, the pictures with some of them hidden, and the answers to those. Everything goes the way that it went in the run.
/// Thread-safe; questions are asked one after the other.
/// </summary>
public sealed class WhatIfSession : IAsyncDisposable
{
    private const int KeptScenes = 4;
    private const double Slack = 0.002;

    private readonly RecordedRun _run;
    private readonly ClipInput _clip;
    private readonly PipelineConfiguration _settings;
    private readonly string _baseDirectory;
    private readonly IMediaLibrary _media;
    private readonly IRunParts _parts;
    private readonly TimeProvider _time;
    private readonly RunFrames _frames;
    private readonly WhatIfJournal _journal;
    private readonly IFill _fill;
    private readonly SemaphoreSlim _reading = new(1), _asking = new(1);
    private readonly LinkedList<WhatIfScene> _scenes = [];
    private WhatIfAsker? _asker;

    internal WhatIfSession(
        RecordedRun run, ClipInput clip, PipelineConfiguration settings, string baseDirectory, IMediaLibrary media, IRunParts parts, TimeProvider time)
    {
        (_run, _clip, _settings, _baseDirectory, _media, _parts, _time) = (run, clip, settings, baseDirectory, media, parts, time);
        _frames = RunFrames.Of(run.Directory);
        _journal = WhatIfJournal.Open(run.Directory);
        _fill = parts.Fill(settings.Attribution.Fill);
        Prompts = RunPrompts.Of(settings);
    }

    /// <summary>The questions of the run.</summary>
    public IReadOnlyList<NamedPrompt> Prompts { get; }

    /// <summary>The frames of the run.</summary>
    public IReadOnlyList<RunFrames.Place> Frames => _frames.Frames;

    /// <summary>What was asked, with what came of it.</summary>
    public WhatIfJournal Journal => _journal;

    /// <summary>A frame with its players.</summary>
    /// <exception cref="PixelShapException">The run has no such frame, or the clip has it no more.</exception>
    public async Task<WhatIfScene> SceneAsync(long frame, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_scenes.FirstOrDefault(scene => scene.Frame.Index == frame) is { } known)
            {
                return known;
            }

            RunFrames.Place place = _frames.Find(frame)
                ?? throw new PixelShapException(ExitCode.Usage, $"The run has no frame {frame}.", $"It has frames up to {(_frames.Frames.Count == 0 ? 0 : _frames.Frames[^1].Index)}.");
            List<EarlierFrame> earlier = [];
            foreach (RunFrames.Place before in _frames.Before(place, _settings.Vlm.ContextFrames, _settings.Vlm.ContextSeconds))
            {
                (JournalFrame facts, BgrImage picture) = await ReadAsync(before, cancellationToken);
                earlier.Add(new EarlierFrame(picture, place.Seconds - before.Seconds, ObjectsOf(facts)));
            }

            (JournalFrame seen, BgrImage image) = await ReadAsync(place, cancellationToken);
            var observed = new ObservedFrame(frame, image, place.Seconds, ObjectsOf(seen)) { Earlier = earlier };
            var scene = new WhatIfScene(seen, new KeyframeScene(observed, _settings.Attribution, _fill, isShared: true), observed);
            _scenes.AddFirst(scene);
            if (_scenes.Count > KeptScenes)
            {
                // Not disposed of: somebody may be looking at it. Its pixels go when nobody does any more.
                _scenes.RemoveLast();
            }

            return scene;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Why answers may differ from those of the run, for people: a model or a setting is not what it was. Null where all is as it was.</summary>
    public async Task<string?> DifferenceAsync(CancellationToken cancellationToken)
    {
        string? ownCar = _settings.EgoMask is PipelineConfiguration.AutoEgoMask or PipelineConfiguration.NoEgoMask ? null : _parts.EgoMaskFile(_settings.EgoMask, _baseDirectory);
        RunFingerprint now = await RunFingerprint.ComputeAsync(
            null, _settings, _parts.ChooseModel(_settings.Segmenter.Model, _baseDirectory).Path, _parts.EmbedderFile(_settings, _baseDirectory), cancellationToken, ownCar);
        return now.FitsConfiguration(_run.Results.Header.ConfigurationHash)
            ? null
            : "A model on this machine is not the one that the run used, or this version of the program has other settings: new answers may differ from those of the run.";
    }

    /// <summary>What the run found at a frame with one of its questions; null where that is no keyframe.</summary>
    public JournalKeyframe? KeyframeAt(long frame, string promptName) =>
        _run.Results.Prompts.FirstOrDefault(prompt => prompt.Name == promptName)?.Timeline.Keyframes.FirstOrDefault(keyframe => keyframe.Frame == frame);

    /// <summary>Says what a question would take, and asks nothing.</summary>
    /// <exception cref="PixelShapException">It cannot be asked.</exception>
    public async Task<WhatIfEstimate> EstimateAsync(WhatIfQuestion question, CancellationToken cancellationToken)
    {
        Asked asked = await PrepareAsync(question, cancellationToken);
        await _asking.WaitAsync(cancellationToken);
        try
        {
            return await (await AskerAsync(cancellationToken)).EstimateAsync(asked.Questions, cancellationToken);
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <summary>Asks.</summary>
    /// <exception cref="PixelShapException">It cannot be asked or kept, there is no answer, or a limit is reached.</exception>
    public async Task<WhatIfAnswer> AskAsync(WhatIfQuestion question, CancellationToken cancellationToken)
    {
        Asked asked = await PrepareAsync(question, cancellationToken);
        await _asking.WaitAsync(cancellationToken);
        try
        {
            _journal.MustBeWritable();
            WhatIfAsker asker = await AskerAsync(cancellationToken);
            (IReadOnlyList<string> answers, WhatIfEstimate took) = await asker.AskAsync(asked.Questions, cancellationToken);
            string whole = answers[0], answer = answers[^1];
            JournalKeyframe? keyframe = KeyframeAt(question.Frame, question.PromptName);
            var result = new WhatIfAnswer
            {
                At = _time.GetLocalNow(),
                Frame = question.Frame,
                Seconds = asked.Scene.Frame.Seconds,
                PromptName = question.PromptName,
                Prompt = asked.Text,
                Visible = question.Visible,
                Hidden = [.. asked.Scene.Players.Where((_, i) => !new Coalition(question.Visible).Contains(i)).Select(player => new WhatIfPlayer(player.TrackIds, player.ClassName))],
                Model = took.Model,
                Baseline = keyframe?.Answer,
                Whole = whole,
                Answer = answer,
                Value = await ValueOfAsync(asked, keyframe, whole, answer, asker.Similarity, cancellationToken),
                Known = took.Known,
                Cached = took.Cached,
                New = took.New,
                Usage = took.Usage,
            };
            _journal.Add(result);
            return result;
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _asking.WaitAsync();
        if (_asker is not null)
        {
            await _asker.DisposeAsync();
            _asker = null;
        }

        _asking.Dispose();
        _reading.Dispose();
    }

    private static TrackedObject[] ObjectsOf(JournalFrame frame) =>
        [.. frame.Objects.Select(item => new TrackedObject(item.TrackId, frame.Detections[item.Detection] with { ClassId = item.ClassId, ClassName = item.ClassName }))];

    /// <summary>With a reference of the clip's, answers to the run's own words are compared with that; other words have one of their own.</summary>
    private async Task<double> ValueOfAsync(
        Asked asked, JournalKeyframe? keyframe, string whole, string answer, ITextSimilarity similarity, CancellationToken cancellationToken)
    {
        bool isGame = keyframe is not null && keyframe.Prompt == asked.Text && keyframe.Answer == whole;
        string reference = isGame && _settings.Attribution.Reference == AnswerReference.Clip
            ? _run.Results.Prompts.First(prompt => prompt.Name == keyframe!.PromptName).Timeline.Keyframes[0].Answer
            : whole;
        return await asked.Questions[^1].CompareAsync(similarity, answer, whole, reference, isGame ? keyframe!.Attribution.Coalitions : [], cancellationToken);
    }

    private async Task<WhatIfAsker> AskerAsync(CancellationToken cancellationToken) =>
        _asker ??= await WhatIfAsker.OpenAsync(_parts, _settings, _baseDirectory, _run.Directory, _frames, _journal, cancellationToken);

    private async Task<Asked> PrepareAsync(WhatIfQuestion question, CancellationToken cancellationToken)
    {
        NamedPrompt prompt = Prompts.FirstOrDefault(prompt => prompt.Name == question.PromptName)
            ?? throw new PixelShapException(ExitCode.Usage, $"The run has no prompt '{question.PromptName}'.", $"It has: {string.Join(", ", Prompts.Select(prompt => prompt.Name))}.");
        if (question.Text is { } text)
        {
            if (text.Trim().Length is 0 or > PromptTextAttribute.MaxLength)
            {
                throw new PixelShapException(ExitCode.Usage, $"The question is empty or longer than {PromptTextAttribute.MaxLength} characters.", "Write a question.");
            }

            prompt = NamedPrompt.Parse(prompt.Name, "The question", text);
        }

        WhatIfScene scene = await SceneAsync(question.Frame, cancellationToken);
        var all = Coalition.Full(scene.Players.Count);
        if ((question.Visible & ~all.Bits) != 0)
        {
            throw new PixelShapException(ExitCode.Usage, $"Frame {question.Frame} has {scene.Players.Count} objects to hide, and others were named.", "Open the frame again.");
        }

        string asked = prompt.At(scene.Frame.Seconds, scene.Objects);
        CoalitionQuestion whole = new(scene.Scene, asked, all), hidden = new(scene.Scene, asked, new Coalition(question.Visible));
        return new Asked(scene, asked, hidden.IsWhole ? [whole] : [whole, hidden]);
    }

    private async Task<(JournalFrame Facts, BgrImage Image)> ReadAsync(RunFrames.Place place, CancellationToken cancellationToken)
    {
        JournalFrame facts = _frames.Read(place);
        await using IClipSource source = await _media.OpenAsync(_clip, _run.Reading, null, cancellationToken, (place.Pts.Seconds - Slack, place.Pts.Seconds + Slack));
        await foreach (Frame owned in source.ReadAsync(cancellationToken))
        {
            using Frame frame = owned;
            if (frame.Pts == place.Pts && frame.Width == facts.Width && frame.Height == facts.Height)
            {
                return (facts, new BgrImage(frame.Image.Pixels.ToArray(), frame.Width, frame.Height, frame.Image.Stride));
            }
        }

        throw new PixelShapException(ExitCode.Input, $"{_clip.Path} has no picture at {place.Seconds:0.000} s any more.", "Name the clip that was analysed with --input FILE.");
    }

    private sealed record Asked(WhatIfScene Scene, string Text, IReadOnlyList<CoalitionQuestion> Questions);
}
