using PixelShap.Masking;
using PixelShap.Video.Evaluation.Importance;
using PixelShap.Video.Files;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Coco;

namespace PixelShap.Video.Cli.Commands.Eval.Importance;

/// <summary>A COCO file with questions: about a clip that lies beside it, or about the images that it names.</summary>
internal sealed class QuestionSet
{
    private readonly Dictionary<long, string> _categories;
    private readonly Dictionary<long, CocoTrack> _tracks;
    private readonly ILookup<long, CocoAnnotation> _annotations;

    private QuestionSet(string path, string? clip, CocoDataset dataset)
    {
        (Path, Clip, Dataset) = (path, clip, dataset);
        _categories = dataset.Categories.ToDictionary(category => (long)category.Id, category => category.Name);
        _tracks = dataset.Tracks.ToDictionary(track => track.Id);
        _annotations = dataset.Annotations.ToLookup(annotation => annotation.ImageId);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The clip; null for single images.</summary>
    public string? Clip { get; }

    public CocoDataset Dataset { get; }

    /// <summary>The files of a folder that ask something, by name.</summary>
    /// <exception cref="PixelShapException">There is none.</exception>
    public static IReadOnlyList<QuestionSet> In(string folder)
    {
        InputFolder.Check(folder, "Give a folder with NAME.mp4 and NAME.json, or with a COCO file with questions.");
        List<QuestionSet> sets = [];
        foreach (string path in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            CocoDataset dataset = CocoDataset.Load(path);
            string clip = System.IO.Path.ChangeExtension(path, ".mp4");
            if (dataset.Prompts.Count > 0 && File.Exists(clip))
            {
                sets.Add(new QuestionSet(path, clip, dataset));
            }
            else if (dataset.Questions.Count > 0)
            {
                sets.Add(new QuestionSet(path, null, dataset));
            }
        }

        return sets.Count > 0 ? sets : throw new PixelShapException(
            ExitCode.Input, $"No file in {folder} asks anything.", "Needed: NAME.mp4 with NAME.json that has 'prompts', or a COCO file with 'questions': see docs/evaluation.md.");
    }

    /// <summary>The pictures that something is asked about, in order. Of a clip, the first frame of every stretch of so many seconds.</summary>
    public IReadOnlyList<CocoImage> Pictures(double everySeconds)
    {
        if (Clip is null)
        {
            HashSet<long> asked = [.. Dataset.Questions.Select(question => question.ImageId)];
            return [.. Dataset.Images.Where(image => asked.Contains(image.Id))];
        }

        return
        [
            .. Dataset.Images
                .GroupBy(image => Math.Floor((image.TimeSeconds ?? 0) / everySeconds))
                .Select(stretch => stretch.MinBy(image => image.FrameId)!)
                .Where(image => Asked(image).Any())
                .OrderBy(image => image.FrameId),
        ];
    }

    /// <summary>The true objects of an image by annotation.</summary>
    public IReadOnlyDictionary<CocoAnnotation, ImportanceObject> Objects(CocoImage image)
    {
        var objects = new Dictionary<CocoAnnotation, ImportanceObject>(ReferenceEqualityComparer.Instance);
        foreach (CocoAnnotation annotation in _annotations[image.Id])
        {
            Mask? mask = annotation.ToMask(image.Width, image.Height) is { IsEmpty: false } pixels ? pixels : null;
            BoundingBox? box = annotation.ToBoundingBox() ?? (mask is null ? null : new BoundingBox(mask.Box.X, mask.Box.Y, mask.Box.Right, mask.Box.Bottom));
            if (box is { } place)
            {
                var seen = new Detection(annotation.CategoryId, _categories.GetValueOrDefault(annotation.CategoryId, "object"), 1, place, mask);
                objects.Add(annotation, ImportanceObject.Of(NameOf(annotation), seen, image.Width, image.Height) with { State = StateOf(annotation, image.TimeSeconds ?? 0) });
            }
        }

        return objects;
    }

    /// <summary>The questions about an image. One whose target is not to be seen in it is left out.</summary>
    public IReadOnlyList<ImportanceQuestion> Questions(CocoImage image, IReadOnlyDictionary<CocoAnnotation, ImportanceObject> objects) =>
    [
        .. Asked(image)
            .Select(asked => (asked.Text, asked.HasTarget, Target: objects.FirstOrDefault(item => asked.HasTarget && asked.IsTarget(item.Key)).Value))
            .Where(question => question.Target is not null || !question.HasTarget)
            .Select(question => new ImportanceQuestion(question.Text, question.Target)),
    ];

    private IEnumerable<(string Text, bool HasTarget, Func<CocoAnnotation, bool> IsTarget)> Asked(CocoImage image)
    {
        if (Clip is null)
        {
            return Dataset.Questions
                .Where(question => question.ImageId == image.Id)
                .Select(question => (question.Text, question.TargetAnnotationId is not null, Is(annotation => annotation.Id == question.TargetAnnotationId)));
        }

        double seconds = image.TimeSeconds ?? 0;
        return
            from prompt in Dataset.Prompts
            from span in prompt.Spans
            where seconds >= span.From && seconds < span.To
            select (prompt.Text, span.TrackId is not null, Is(annotation => annotation.TrackId == span.TrackId));

        static Func<CocoAnnotation, bool> Is(Func<CocoAnnotation, bool> condition) => condition;
    }

    private string? StateOf(CocoAnnotation annotation, double seconds) => annotation.TrackId is { } track && _tracks.TryGetValue(track, out CocoTrack? known)
        ? known.States.LastOrDefault(state => state.From <= seconds)?.State
        : null;

    private string NameOf(CocoAnnotation annotation) =>
        annotation.TrackId is { } track && _tracks.TryGetValue(track, out CocoTrack? known)
            ? known.Label
            : $"{_categories.GetValueOrDefault(annotation.CategoryId, "object")} {annotation.TrackId ?? annotation.Id}";
}
