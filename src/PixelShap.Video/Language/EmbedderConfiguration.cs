using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PixelShap.Video.Language;

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
