using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using PixelShap.Video.Settings;

namespace PixelShap.Video.Language;

/// <summary>Who is asked, and how.</summary>
public sealed record VlmConfiguration
{
    /// <summary>The provider.</summary>
    [Description("Who answers.")]
    [OpenChoice("providers")]
    public string Provider { get; init; } = "narrator";

    /// <summary>The service behind the provider <c>openai</c>.</summary>
    [Description("For 'openai' whose service it is: address, key variable, and which settings it takes follow from that (table in docs/models.md). 'auto' goes by base_url; of a service that is not in the table it is found out by asking, and remembered beside the response cache.")]
    public VlmService Service { get; init; } = VlmService.Auto;

    /// <summary>Calls at the same time.</summary>
    [Description("The most calls at the same time.")]
    [Range(1, 256)]
    public int Concurrency { get; init; } = 2;

    /// <summary>The model.</summary>
    [Description("The model; for 'azure' the name of its deployment, for 'onnx-genai' the folder of the model, for 'llama' that folder or the model's .gguf file, relative to this YAML file, or the name of a model that was pulled.")]
    [Length(1, 4096)]
    public string Model { get; init; } = "gpt-4o-mini";

    /// <summary>The service; empty for OpenAI.</summary>
    [Description("The address of the service, up to and with its /v1, for example http://127.0.0.1:8000/v1; empty for that of vlm.service, else for OpenAI. For 'azure' the endpoint of the resource, https://NAME.openai.azure.com. Without user, password or query.")]
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
    [Description("The environment variable that holds the key; 'auto' is that of vlm.service, else OPENAI_API_KEY, for 'azure' AZURE_OPENAI_API_KEY. The key itself never stands in this file. A service of your own may need none.")]
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

    /// <summary>The form in which a model in GGUF is asked.</summary>
    [Description("For 'llama' the chat template: 'auto' is the one in the model's file, else the name of one that llama.cpp knows, such as chatml, gemma, or vicuna for LLaVA-1.5.")]
    [Length(1, 100)]
    public string ChatTemplate { get; init; } = "auto";

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
    [Description("The sampling temperature; 0 for answers that are as repeatable as the service can make them, -1 to leave it to the service. Where the service refuses it, it is left out and that is said once.")]
    [Range(-1.0, 2.0)]
    public double Temperature { get; init; }

    /// <summary>Whether the seed is sent.</summary>
    [Description("Whether the seed of the run is sent, so that a service that knows seeds answers the same again. Where the service takes none it is left out.")]
    public bool SendSeed { get; init; } = true;

    /// <summary>The longest answer.</summary>
    [Description("The most tokens of an answer; 0 for the service's own limit. Models that think before they answer spend them on that too.")]
    [Range(0, 1_000_000)]
    public int MaxTokens { get; init; } = 300;

    /// <summary>What the service calls the limit.</summary>
    [Description("What the service calls that limit: OpenAI 'max_completion_tokens', others 'max_tokens'; 'auto' as vlm.service has it, and the other one where the service refuses it.")]
    public MaxTokensName MaxTokensName { get; init; } = MaxTokensName.Auto;

    /// <summary>Whether a run begins with a question whose answer is known.</summary>
    [Description("Whether a run first shows the model a test card, with one question, and warns where it sees nothing of it; 'pixelshap doctor --vlm' asks more.")]
    public bool Preflight { get; init; } = true;

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

/// <summary>The names of the limit of an answer's length.</summary>
public enum MaxTokensName
{
    /// <summary>As the service has it.</summary>
    Auto,

    /// <summary>The present name.</summary>
    MaxCompletionTokens,

    /// <summary>The old name.</summary>
    MaxTokens,
}
