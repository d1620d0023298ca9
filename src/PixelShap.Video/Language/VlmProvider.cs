using System.Runtime.Serialization;

namespace PixelShap.Video.Language;

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
