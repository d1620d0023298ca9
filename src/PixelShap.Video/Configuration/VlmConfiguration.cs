using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Runtime.Serialization;

namespace PixelShap.Video.Configuration;

/// <summary>Who is asked, and how.</summary>
public sealed record VlmConfiguration
{
    /// <summary>The provider.</summary>
    [Description("Who answers. 'narrator' is a rule-based stand-in that runs the pipeline's own segmenter on each masked image; it needs no network and no key. 'openai' is any service that speaks OpenAI's chat completions, 'azure' a deployment of Azure OpenAI, 'onnx-genai' a model on this machine.")]
    public VlmProvider Provider { get; init; } = VlmProvider.Narrator;

    /// <summary>Calls at the same time.</summary>
    [Description("The most calls at the same time.")]
    [Range(1, 256)]
    public int Concurrency { get; init; } = 2;

    /// <summary>The model.</summary>
    [Description("The model; for 'azure' the name of its deployment, for 'onnx-genai' the folder of the model, relative to this YAML file.")]
    [Length(1, 4096)]
    public string Model { get; init; } = "gpt-4o-mini";

    /// <summary>The service; empty for OpenAI.</summary>
    [Description("The address of the service, up to and with its /v1, for example http://127.0.0.1:8000/v1; empty for OpenAI. For 'azure' the endpoint of the resource, https://NAME.openai.azure.com. Without user, password or query.")]
    [Length(0, 2000)]
    public string BaseUrl { get; init; } = "";

    /// <summary>The version of Azure's API.</summary>
    [Description("For 'azure' the version of the API: a date, for some followed by -preview.")]
    [Length(10, 30)]
    public string ApiVersion { get; init; } = "2024-10-21";

    /// <summary>Who asks.</summary>
    [Description("How the service is told who asks: 'key', or 'entra' for a sign-in with Entra ID (Azure OpenAI): environment, managed identity, az login and the like.")]
    public VlmAuthentication Auth { get; init; } = VlmAuthentication.Key;

    /// <summary>What a token of Entra ID is for.</summary>
    [Description("What a token of Entra ID is for; another one for Azure's national clouds.")]
    [Length(1, 400)]
    public string EntraScope { get; init; } = "https://cognitiveservices.azure.com/.default";

    /// <summary>The environment variable that holds the key.</summary>
    [Description("The environment variable that holds the key; 'auto' is OPENAI_API_KEY, for 'azure' AZURE_OPENAI_API_KEY. The key itself never stands in this file. A service of your own may need none.")]
    [Length(1, 200)]
    public string ApiKeyVariable { get; init; } = "auto";

    /// <summary>The file that holds the key; empty for none.</summary>
    [Description("A file whose first line is the key, relative to this YAML file; empty for none. Used where the environment variable is not set.")]
    [Length(0, 4096)]
    public string ApiKeyFile { get; init; } = "";

    /// <summary>The system prompt; empty for none.</summary>
    [Description("The system prompt; empty for none.")]
    [Length(0, 20000)]
    public string SystemPrompt { get; init; } = "";

    /// <summary>Earlier frames shown before the keyframe.</summary>
    [Description("How many earlier frames are shown before the keyframe, oldest first, so that motion can be seen; each costs what an image costs. What is hidden in the keyframe is hidden in them, too. Not for 'explain'.")]
    [Range(0, 8)]
    public int ContextFrames { get; init; }

    /// <summary>Seconds from one to the next.</summary>
    [Description("Seconds from one of those frames to the next.")]
    [Range(0.02, 60.0)]
    public double ContextSeconds { get; init; } = 0.5;

    /// <summary>How closely the service looks at the image.</summary>
    [Description("How closely the service looks at the image: 'low' costs fewest tokens.")]
    public ImageDetail ImageDetail { get; init; } = ImageDetail.Auto;

    /// <summary>The longer side of the image as sent.</summary>
    [Description("Images are made smaller until their longer side has at most this many pixels.")]
    [Range(32, 8192)]
    public int MaxImageSide { get; init; } = 1024;

    /// <summary>The encoding of the image as sent.</summary>
    [Description("How images are encoded: 'jpeg' is small, 'png' is without loss.")]
    public ImageEncoding ImageFormat { get; init; } = ImageEncoding.Jpeg;

    /// <summary>The quality of JPEG.</summary>
    [Description("The quality of JPEG.")]
    [Range(1, 100)]
    public int JpegQuality { get; init; } = 90;

    /// <summary>The sampling temperature; −1 for the service's own.</summary>
    [Description("The sampling temperature; 0 for answers that are as repeatable as the service can make them, -1 to leave it to the service (some models allow no other).")]
    [Range(-1.0, 2.0)]
    public double Temperature { get; init; }

    /// <summary>Whether the seed is sent.</summary>
    [Description("Whether the seed of the run is sent, so that a service that knows seeds answers the same again.")]
    public bool SendSeed { get; init; } = true;

    /// <summary>The longest answer.</summary>
    [Description("The most tokens of an answer; 0 for the service's own limit. Models that think before they answer spend them on that too.")]
    [Range(0, 1_000_000)]
    public int MaxTokens { get; init; } = 300;

    /// <summary>What the service calls the limit.</summary>
    [Description("What the service calls that limit: OpenAI 'max_completion_tokens', older compatible servers 'max_tokens'.")]
    public MaxTokensName MaxTokensName { get; init; } = MaxTokensName.MaxCompletionTokens;

    /// <summary>How fast and how long.</summary>
    [Description("How fast the service may be asked, and how long it may take.")]
    public VlmLimits Limits { get; init; } = new();

    /// <summary>What happens after an error.</summary>
    [Description("What happens after an error of the service.")]
    public VlmRetry Retry { get; init; } = new();

    /// <summary>The response cache.</summary>
    [Description("The response cache: what was answered once is not asked again, in no run.")]
    public VlmCache Cache { get; init; } = new();

    /// <summary>The most that may be spent.</summary>
    [Description("The most that may be spent, and what things cost.")]
    public VlmBudget Budget { get; init; } = new();
}

/// <summary>Who answers.</summary>
public enum VlmProvider
{
    /// <summary>The embedded rule-based stand-in.</summary>
    Narrator,

    /// <summary>A service that speaks OpenAI's chat completions.</summary>
    Openai,

    /// <summary>A deployment of Azure OpenAI, through its dated API.</summary>
    Azure,

    /// <summary>A model on this machine, through ONNX Runtime GenAI.</summary>
    [EnumMember(Value = "onnx-genai")]
    OnnxGenai,
}

/// <summary>How a service is told who asks.</summary>
public enum VlmAuthentication
{
    /// <summary>A key.</summary>
    Key,

    /// <summary>A token of Entra ID.</summary>
    Entra,
}

/// <summary>How closely the service looks.</summary>
public enum ImageDetail
{
    /// <summary>The service decides.</summary>
    Auto,

    /// <summary>Few tokens.</summary>
    Low,

    /// <summary>In tiles.</summary>
    High,
}

/// <summary>How images are encoded.</summary>
public enum ImageEncoding
{
    /// <summary>Small, with loss.</summary>
    Jpeg,

    /// <summary>Without loss.</summary>
    Png,
}

/// <summary>The names of the limit of an answer's length.</summary>
public enum MaxTokensName
{
    /// <summary>The present name.</summary>
    MaxCompletionTokens,

    /// <summary>The old name.</summary>
    MaxTokens,
}

/// <summary>How fast the service may be asked, and how long it may take. Shared by the whole run.</summary>
public sealed record VlmLimits
{
    /// <summary>Requests in any minute.</summary>
    [Description("The most requests in any minute; 0 for no limit.")]
    [Range(0, 10_000_000)]
    public int RequestsPerMinute { get; init; }

    /// <summary>Tokens in any minute.</summary>
    [Description("The most tokens in any minute, questions and answers together, estimated before each request; 0 for no limit.")]
    [Range(0, 1_000_000_000)]
    public int TokensPerMinute { get; init; }

    /// <summary>Seconds for one attempt.</summary>
    [Description("Seconds after which an attempt to get an answer is given up.")]
    [Range(0.1, 3600.0)]
    public double CallTimeoutSeconds { get; init; } = 90;

    /// <summary>Seconds for all calls of a keyframe.</summary>
    [Description("Seconds after which a keyframe is finished with the answers that there are; 0 for no limit.")]
    [Range(0.0, 86400.0)]
    public double KeyframeTimeoutSeconds { get; init; }
}

/// <summary>What happens after an error of the service.</summary>
public sealed record VlmRetry
{
    /// <summary>Attempts for one answer.</summary>
    [Description("The most attempts for one answer.")]
    [Range(1, 100)]
    public int MaxAttempts { get; init; } = 6;

    /// <summary>The first pause.</summary>
    [Description("Seconds before the second attempt; doubled for each further one, with jitter. A Retry-After of the service is obeyed when it is longer.")]
    [Range(0.0, 600.0)]
    public double FirstDelaySeconds { get; init; } = 0.5;

    /// <summary>The longest pause.</summary>
    [Description("The longest pause in seconds between two attempts, unless the service asks for a longer one.")]
    [Range(0.0, 3600.0)]
    public double MaxDelaySeconds { get; init; } = 30;

    /// <summary>When a slow answer is asked for a second time; 0 for never.</summary>
    [Description("Hedging: an answer that has not come after so many seconds is asked for a second time, beside the first and beyond 'concurrency', and the first reply counts; both may have to be paid for. 0 for never.")]
    [Range(0.0, 3600.0)]
    public double HedgeAfterSeconds { get; init; }

    /// <summary>Errors in a row that open the circuit breaker.</summary>
    [Description("After this many errors in a row the service is left alone for a while, then tried with a single request.")]
    [Range(1, 10_000)]
    public int BreakerErrors { get; init; } = 12;

    /// <summary>How long the circuit breaker stays open.</summary>
    [Description("Seconds for which the service is then left alone.")]
    [Range(0.0, 3600.0)]
    public double BreakerSeconds { get; init; } = 10;

    /// <summary>Unanswered calls in a row that end the run.</summary>
    [Description("The run ends early (exit code 4; it can go on later) when this many questions in a row got no answer in all their attempts; 0 for never.")]
    [Range(0, 10_000)]
    public int GiveUpAfter { get; init; } = 8;
}

/// <summary>The response cache.</summary>
public sealed record VlmCache
{
    /// <summary>Whether it is used.</summary>
    [Description("Whether answers are kept for other runs.")]
    public bool Enabled { get; init; } = true;

    /// <summary>Where it is; <c>auto</c> for the user's cache folder.</summary>
    [Description("The folder, relative to this YAML file, or 'auto': pixelshap/answers in the user's cache folder. Several runs may share it at the same time.")]
    [Length(1, 4096)]
    public string Directory { get; init; } = "auto";

    /// <summary>Its size.</summary>
    [Description("Megabytes above which the answers that were not used for longest are deleted at the end of a run.")]
    [Range(1, 1_000_000)]
    public int MaxMegabytes { get; init; } = 512;

    /// <summary>Whether nothing but the cache is asked.</summary>
    [Description("Whether answers come from the cache alone and the service is never asked; the same as --offline.")]
    public bool Offline { get; init; }
}
