using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using PixelShap.Masking;

namespace PixelShap.Video.Configuration;

/// <summary>The settings of one run, as a pipeline YAML file states them. Keys are the property names in snake_case.</summary>
public sealed record PipelineConfiguration
{
    /// <summary>The question asked at every keyframe.</summary>
    [Description("The question that the vision-language model is asked at every keyframe. {time} stands for the time in the clip, {labels} for the names of the objects in view; {{ and }} for braces.")]
    [PromptText]
    public string Prompt { get; init; } = "Which road users matter most right now, and what should I do?";

    /// <summary>Several questions by name, in place of <see cref="Prompt"/>, in their order; empty for the one.</summary>
    [Description("Several questions by name, in place of 'prompt': each has its own answers and importance. The same masked images are used for all of them. The annotated video shows the first one, or video.prompt.")]
    [PromptText]
    public IReadOnlyDictionary<string, string> Prompts { get; init; } = new OrderedDictionary<string, string>();

    /// <summary>The segmentation network.</summary>
    [Description("The network that finds objects and their masks.")]
    public SegmenterConfiguration Segmenter { get; init; } = new();

    /// <summary>The tracker.</summary>
    [Description("How objects keep their identity from frame to frame.")]
    public TrackerConfiguration Tracker { get; init; } = new();

    /// <summary>When the model is asked.</summary>
    [Description("When the vision-language model is asked.")]
    public KeyframeConfiguration Keyframes { get; init; } = new();

    /// <summary>Who is asked.</summary>
    [Description("The vision-language model that is asked.")]
    public VlmConfiguration Vlm { get; init; } = new();

    /// <summary>How answers become Shapley values.</summary>
    [Description("How the answers become importance: PixelSHAP.")]
    public AttributionConfiguration Attribution { get; init; } = new();

    /// <summary>Importance between keyframes.</summary>
    [Description("How importance moves between keyframes.")]
    public ImportanceConfiguration Importance { get; init; } = new();

    /// <summary>The annotated video.</summary>
    [Description("The annotated video.")]
    public VideoConfiguration Video { get; init; } = new();

    /// <summary>Whether the report is written.</summary>
    [Description("Whether report.html is written at the end: the whole run as one page. Costs one more reading of the clip.")]
    public bool Report { get; init; } = true;

    /// <summary>The exports.</summary>
    [Description("What else is written at the end, besides tracks.jsonl, attributions.jsonl and tracks.msgpack: 'pixelshap export' makes the others later.")]
    [AllowedNames(ExportNames.Mot, ExportNames.Coco, ExportNames.Vtt, ExportNames.Csv, ExportNames.Cvat, ExportNames.Geojson, ExportNames.Mcap, ExportNames.None)]
    public IReadOnlyList<string> Exports { get; init; } = [ExportNames.Mot, ExportNames.Coco, ExportNames.Vtt];

    /// <summary>A live camera.</summary>
    [Description("What holds for a live camera only.")]
    public LiveConfiguration Live { get; init; } = new();

    /// <summary>The seed of every random choice.</summary>
    [Description("The seed of every random choice: the same input, seed and answers give the same output, byte for byte.")]
    [Range(0, long.MaxValue)]
    public long Seed { get; init; } = 1;
}

/// <summary>The segmentation network.</summary>
public sealed record SegmenterConfiguration
{
    /// <summary>The model file, or <c>auto</c>.</summary>
    [Description("An ONNX file, relative to this YAML file; the name of a model that was pulled ('pixelshap models list'); or 'auto': the best pulled model, else the road model that comes with the program.")]
    [Length(1, 4096)]
    public string Model { get; init; } = "auto";

    /// <summary>A promptable mask model; empty for the network's own masks.</summary>
    [Description("A model that makes masks of the network's boxes: the name of one that was pulled ('sam2-tiny', 'mobile-sam'), or 'ENCODER.onnx, DECODER.onnx'. Empty: the network's own masks.")]
    [Length(0, 8192)]
    public string MaskModel { get; init; } = "";

    /// <summary>The execution provider.</summary>
    [Description("Where the network runs. 'auto' takes the fastest that works; a provider that cannot be had falls back to the CPU with a warning.")]
    public ExecutionProvider Provider { get; init; } = ExecutionProvider.Auto;

    /// <summary>Threads of the network; 0 for all cores.</summary>
    [Description("Threads of the network on the CPU; 0 for all cores.")]
    [Range(0, 256)]
    public int Threads { get; init; }

    /// <summary>The distance in frames from one that the network sees to the next.</summary>
    [Description("The network looks at every so many-th frame, at each scene cut and where a mask can no longer be trusted; in between masks are carried along the motion. 1: at every frame.")]
    [Range(1, 30)]
    public int Every { get; init; } = 1;

    /// <summary>The lowest score of a detection.</summary>
    [Description("Detections below this score are not used. Low, because the tracker carries a known object on through weak detections.")]
    [Range(0.0, 1.0)]
    public double ScoreThreshold { get; init; } = 0.1;

    /// <summary>The overlap above which the weaker of two boxes of a class is dropped.</summary>
    [Description("Non-maximum suppression: of two boxes of one class with a higher IoU than this the weaker is dropped.")]
    [Range(0.0, 1.0)]
    public double NmsIou { get; init; } = 0.6;

    /// <summary>The classes kept.</summary>
    [Description("The classes that are kept: names as the model gives them, or the groups 'road-users', 'vehicles', 'vulnerable', 'signals', 'obstacles', 'all'.")]
    public IReadOnlyList<string> Classes { get; init; } = ["road-users"];
}

/// <summary>Where a network runs.</summary>
public enum ExecutionProvider
{
    /// <summary>The fastest that works.</summary>
    Auto,

    /// <summary>The CPU.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU through CUDA.</summary>
    Cuda,

    /// <summary>An NVIDIA GPU through TensorRT.</summary>
    Tensorrt,
}

/// <summary>The tracker.</summary>
public sealed record TrackerConfiguration
{
    /// <summary>The score from which an object may get an id.</summary>
    [Description("Only an object with at least this score may get an id.")]
    [Range(0.0, 1.0)]
    public double NewTrackScore { get; init; } = 0.3;

    /// <summary>Seconds that a track survives unseen.</summary>
    [Description("Seconds that a track survives without being seen.")]
    [Range(0.0, 60.0)]
    public double MaxGapSeconds { get; init; } = 1.5;

    /// <summary>Frames in which an object must be seen before it gets an id.</summary>
    [Description("An object gets its id when it has been seen in this many frames.")]
    [Range(1, 100)]
    public int MinHits { get; init; } = 3;

    /// <summary>Whether the motion of the camera is taken out.</summary>
    [Description("Whether the motion of the camera is measured and taken out of the motion of the objects.")]
    public bool CameraMotion { get; init; } = true;
}

/// <summary>When the model is asked.</summary>
public sealed record KeyframeConfiguration
{
    /// <summary>Seconds between keyframes.</summary>
    [Description("The longest time from one keyframe to the next when nothing happens, in seconds of the video.")]
    [Range(0.02, 3600.0)]
    public double IntervalSeconds { get; init; } = 1.0;

    /// <summary>The least seconds between keyframes.</summary>
    [Description("The shortest time from one keyframe to the next whatever happens, in seconds of the video; interval_seconds where that is shorter.")]
    [Range(0.0, 3600.0)]
    public double MinGapSeconds { get; init; } = 0.5;

    /// <summary>The most keyframes of a clip; 0 for no limit.</summary>
    [Description("The most keyframes of a clip, spread over its length; 0 for no limit. For a live camera it is only a limit.")]
    [Range(0, 1_000_000)]
    public int Budget { get; init; }

    /// <summary>Whether a scene cut makes a keyframe.</summary>
    [Description("Whether a cut to another scene makes a keyframe at once.")]
    public bool SceneCut { get; init; } = true;

    /// <summary>How different two frames must be for a cut.</summary>
    [Description("How different the colour histograms of two successive frames must be for a cut: 0 equal, 1 nothing in common.")]
    [Range(0.0, 1.0)]
    public double SceneCutThreshold { get; init; } = 0.55;

    /// <summary>Whether tracks that begin or end ahead make keyframes.</summary>
    [Description("Whether an object that appears or disappears in front of the car makes a keyframe.")]
    public bool Tracks { get; init; } = true;

    /// <summary>Whether a fast approach makes a keyframe.</summary>
    [Description("Whether an object in front of the car that comes close fast makes a keyframe.")]
    public bool Approach { get; init; } = true;

    /// <summary>What counts as a fast approach.</summary>
    [Description("A fast approach: at the rate at which its picture grows, the object would be reached within this many seconds.")]
    [Range(0.1, 60.0)]
    public double TimeToContactSeconds { get; init; } = 2.5;

    /// <summary>Whether the car's own motion makes keyframes.</summary>
    [Description("Whether braking or turning of the car itself makes a keyframe; needs tracker.camera_motion.")]
    public bool EgoMotion { get; init; } = true;

    /// <summary>How often the answer is checked; 0 for never.</summary>
    [Description("Every so many seconds of the video the question is asked once about the untouched picture, and an answer that changed makes a keyframe; 0 for never. Of several prompts the first is asked. Costs a call each; not for a live camera.")]
    [Range(0.0, 3600.0)]
    public double AnswerCheckSeconds { get; init; }

    /// <summary>What counts as another answer.</summary>
    [Description("An answer has changed when its similarity to that of the last keyframe (attribution.similarity, 0 to 1) is below this.")]
    [Range(0.0, 1.0)]
    public double AnswerSimilarity { get; init; } = 0.5;
}

/// <summary>How answers become Shapley values.</summary>
public sealed record AttributionConfiguration
{
    /// <summary>The estimator.</summary>
    [Description("The estimator of the Shapley values; where the budget pays for all 2^n - 1 calls, 'exact' is taken.")]
    [EstimatorChoice]
    public string Estimator { get; init; } = "bayes";

    /// <summary>Whether earlier keyframes make later ones cheaper.</summary>
    [Description("Whether 'bayes' uses what earlier keyframes taught, so that a stable scene costs a fraction of the calls. Other estimators value each keyframe by itself.")]
    public bool OverTime { get; init; } = true;

    /// <summary>Whether a keyframe may be carried over.</summary>
    [Description("Whether a keyframe at which answer, objects and picture have hardly changed takes its predecessor's importance, with wider intervals and marked as carried. Needs over_time.")]
    public bool Carry { get; init; } = true;

    /// <summary>Extra baseline calls that measure the noise of answers.</summary>
    [Description("How often the whole picture of the first keyframe is asked again to measure how much answers vary by themselves; 0 for a model that always answers the same.")]
    [Range(0, 20)]
    public int NoiseRepeats { get; init; }

    /// <summary>VLM calls per keyframe.</summary>
    [Description("VLM calls per keyframe besides the baseline answer: a number, a multiple of the number of players n such as '2n+1' or '3n', or 'auto': until the order of the top players is settled, at most 4n ('auto:6n': at most 6n).")]
    [CallBudget]
    public string Budget { get; init; } = "1.5n";

    /// <summary>What is hidden.</summary>
    [Description("Which pixels are hidden for a hidden object. 'bboa' is its box minus the masks of visible objects.")]
    public MaskingRegion Region { get; init; } = MaskingRegion.Bboa;

    /// <summary>What it is hidden with.</summary>
    [Description("What hidden pixels are replaced with.")]
    public MaskingFill Fill { get; init; } = MaskingFill.Black;

    /// <summary>The most players at one keyframe.</summary>
    [Description("The most players at one keyframe; objects farther off beyond it, by their size for their class, are hidden and shown together as one player.")]
    [Range(1, 62)]
    public int MaxPlayers { get; init; } = 8;

    /// <summary>How answers are compared.</summary>
    [Description("How alike two answers are: 'tfidf' compares their words, 'embedding' their meaning, through the model of 'embedder'.")]
    public AnswerSimilarity Similarity { get; init; } = AnswerSimilarity.Tfidf;

    /// <summary>What answers are compared with.</summary>
    [Description("What the answers of a keyframe are compared with: 'keyframe' its own answer to the whole image, 'clip' that of the first keyframe, so that importance can be compared over time even when the answer changes.")]
    public AnswerReference Reference { get; init; } = AnswerReference.Keyframe;

    /// <summary>The model of the similarity <c>embedding</c>.</summary>
    [Description("The sentence embedding model of the similarity 'embedding'.")]
    public EmbedderConfiguration Embedder { get; init; } = new();

    /// <summary>Whether insertion and deletion curves are made.</summary>
    [Description("Whether each keyframe also gets insertion and deletion curves, which show how faithful its importance is; at most 2n - 2 more calls.")]
    public bool Faithfulness { get; init; }
}

/// <summary>How answers are compared.</summary>
public enum AnswerSimilarity
{
    /// <summary>Cosine of TF-IDF vectors.</summary>
    Tfidf,

    /// <summary>Cosine of sentence embeddings.</summary>
    Embedding,
}

/// <summary>What answers are compared with.</summary>
public enum AnswerReference
{
    /// <summary>The keyframe's own answer to the whole image; v(N) is 1.</summary>
    Keyframe,

    /// <summary>The answer of the first keyframe to its whole image.</summary>
    Clip,
}

/// <summary>The sentence embedding model.</summary>
public sealed record EmbedderConfiguration
{
    /// <summary>Where the model is.</summary>
    [Description("Where the model is: 'onnx' a file on this machine, 'openai' a service that speaks OpenAI's embeddings, 'azure' a deployment of Azure OpenAI.")]
    public EmbedderProvider Provider { get; init; } = EmbedderProvider.Onnx;

    /// <summary>The model; empty for none.</summary>
    [Description("An ONNX file of the BERT family such as all-MiniLM-L6-v2, relative to this YAML file; for 'openai' a name such as text-embedding-3-small, for 'azure' the name of its deployment; empty for none.")]
    [Length(0, 4096)]
    public string Model { get; init; } = "";

    /// <summary>The service; empty for that of <c>vlm</c>.</summary>
    [Description("For 'openai' the address of the service, up to and with its /v1, for 'azure' the endpoint of the resource; empty for that of vlm.")]
    [Length(0, 2000)]
    public string BaseUrl { get; init; } = "";

    /// <summary>The environment variable that holds the key; empty for that of <c>vlm</c>.</summary>
    [Description("For 'openai' and 'azure' the environment variable that holds the key; empty for that of vlm. Between 'openai' and 'azure' neither key nor address is taken over.")]
    [Length(0, 200)]
    public string ApiKeyVariable { get; init; } = "";

    /// <summary>The vocabulary file, or <c>auto</c>.</summary>
    [Description("The model's tokenizer.json or vocab.txt, relative to this YAML file, or 'auto': beside the model or one folder above.")]
    [Length(1, 4096)]
    public string Vocabulary { get; init; } = "auto";
}

/// <summary>Where an embedding model is.</summary>
public enum EmbedderProvider
{
    /// <summary>A file on this machine.</summary>
    Onnx,

    /// <summary>A service that speaks OpenAI's embeddings.</summary>
    Openai,

    /// <summary>A deployment of Azure OpenAI.</summary>
    Azure,
}

/// <summary>Importance between keyframes.</summary>
public sealed record ImportanceConfiguration
{
    /// <summary>How far importance drifts.</summary>
    [Description("How far the importance of an object drifts in a second: the standard deviation, in units of φ.")]
    [Range(1e-6, 10.0)]
    public double DriftPerSecond { get; init; } = 0.16;

    /// <summary>The least standard error.</summary>
    [Description("The least standard error of a value at a keyframe, in units of φ: how much an answer's wording alone may move it.")]
    [Range(1e-6, 10.0)]
    public double ObservationNoise { get; init; } = 0.03;
}

/// <summary>The annotated video.</summary>
public sealed record VideoConfiguration
{
    /// <summary>Whether to make it.</summary>
    [Description("Whether annotated.mp4 is made.")]
    public bool Annotated { get; init; } = true;

    /// <summary>The name of the question that it shows; empty for the first.</summary>
    [Description("The name of the prompt whose answers and importance it shows; empty for the first.")]
    [Length(0, 40)]
    public string Prompt { get; init; } = "";

    /// <summary>The quality.</summary>
    [Description("Constant rate factor of x264: 0 lossless, 18 very good, 23 smaller, 51 worst.")]
    [Range(0, 51)]
    public int Crf { get; init; } = 20;

    /// <summary>The speed of the encoder.</summary>
    [Description("Preset of x264: faster makes larger files.")]
    public EncoderPreset Preset { get; init; } = EncoderPreset.Veryfast;
}

/// <summary>The presets of x264 that make sense here.</summary>
public enum EncoderPreset
{
    /// <summary>Fastest, largest.</summary>
    Ultrafast,

    /// <summary>Very fast.</summary>
    Superfast,

    /// <summary>Fast and good.</summary>
    Veryfast,

    /// <summary>Faster than medium.</summary>
    Faster,

    /// <summary>Fast.</summary>
    Fast,

    /// <summary>x264's own default.</summary>
    Medium,

    /// <summary>Slow, smaller.</summary>
    Slow,
}

/// <summary>What holds for a live camera only.</summary>
public sealed record LiveConfiguration
{
    /// <summary>The watchdog.</summary>
    [Description("Seconds without a frame after which the stream counts as stalled and is opened again.")]
    [Range(0.5, 3600.0)]
    public double StallTimeoutSeconds { get; init; } = 5;

    /// <summary>How long the first connection may take.</summary>
    [Description("Seconds in which the first frame must arrive; after that the run gives up. A stream that has been seen once is tried for ever.")]
    [Range(1.0, 86400.0)]
    public double ConnectTimeoutSeconds { get; init; } = 30;

    /// <summary>The longest pause between two attempts.</summary>
    [Description("The longest pause in seconds between two attempts to open the stream again; the pauses double from 0.5 s.")]
    [Range(0.5, 3600.0)]
    public double MaxBackoffSeconds { get; init; } = 30;

    /// <summary>Whether the camera's own stream is kept.</summary>
    [Description("Whether the camera's stream is also recorded as it comes, without drops, in recording-<epoch>.mkv.")]
    public bool Record { get; init; }
}
