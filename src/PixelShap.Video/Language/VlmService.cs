using System.Runtime.Serialization;

namespace PixelShap.Video.Language;

/// <summary>Services that speak OpenAI's chat completions, each in its own way.</summary>
public enum VlmService
{
    /// <summary>By the address.</summary>
    Auto,

    /// <summary>OpenAI.</summary>
    Openai,

    /// <summary>Google's Gemini.</summary>
    Gemini,

    /// <summary>Mistral.</summary>
    Mistral,

    /// <summary>OpenRouter.</summary>
    Openrouter,

    /// <summary>Alibaba's DashScope (Model Studio).</summary>
    Dashscope,

    /// <summary>Anthropic's compatible endpoint.</summary>
    Anthropic,

    /// <summary>A vLLM server.</summary>
    Vllm,

    /// <summary>A llama.cpp server.</summary>
    [EnumMember(Value = "llama.cpp")]
    LlamaCpp,

    /// <summary>An Ollama server.</summary>
    Ollama,

    /// <summary>An LM Studio server.</summary>
    Lmstudio,
}
