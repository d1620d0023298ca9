namespace PixelShap.Video.Language.Services;

/// <summary>The services by name. A new one is a line here, and one in the settings' names; docs/models.md shows the same table.</summary>
internal static class ServiceProfiles
{
    private const string Think = "Choose a model that does not think, or switch its thinking off in the service.";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ServiceProfile> All { get; } =
    [
        new(VlmService.Openai, "OpenAI", "https://api.openai.com/v1", "api.openai.com", "OPENAI_API_KEY", new ServiceForm(), 128, Think),
        new(VlmService.Gemini, "Gemini", "https://generativelanguage.googleapis.com/v1beta/openai", "generativelanguage.googleapis.com", "GEMINI_API_KEY",
            new ServiceForm(Seed: "", MaxTokens: "max_tokens", Detail: false), 100, Think),
        new(VlmService.Mistral, "Mistral", "https://api.mistral.ai/v1", "api.mistral.ai", "MISTRAL_API_KEY",
            new ServiceForm(Seed: "random_seed", MaxTokens: "max_tokens", Detail: false), 128, Think),
        new(VlmService.Openrouter, "OpenRouter", "https://openrouter.ai/api/v1", "openrouter.ai", "OPENROUTER_API_KEY", new ServiceForm(MaxTokens: "max_tokens"), 128, Think),
        new(VlmService.Dashscope, "DashScope (Model Studio)", "https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "aliyuncs.com", "DASHSCOPE_API_KEY",
            new ServiceForm(MaxTokens: "max_tokens", Detail: false), 10, Think),
        new(VlmService.Anthropic, "Anthropic", "https://api.anthropic.com/v1", "api.anthropic.com", "ANTHROPIC_API_KEY", new ServiceForm(Seed: "", MaxTokens: "max_tokens", Detail: false), 128, Think),
        new(VlmService.Vllm, "vLLM", "http://127.0.0.1:8000/v1", "", "", new ServiceForm(MaxTokens: "max_tokens"), 128,
            "Start vLLM without --reasoning-parser, or with one that fits the model; or switch thinking off in the model's chat template."),
        new(VlmService.LlamaCpp, "llama.cpp", "http://127.0.0.1:8080/v1", "", "", new ServiceForm(MaxTokens: "max_tokens", Detail: false), 128,
            "Start llama-server with --reasoning-budget 0 or --reasoning-format none."),
        new(VlmService.Ollama, "Ollama", "http://127.0.0.1:11434/v1", "", "", new ServiceForm(MaxTokens: "max_tokens", Detail: false), 128,
            "Choose a model without thinking, or one whose thinking can be switched off."),
        new(VlmService.Lmstudio, "LM Studio", "http://127.0.0.1:1234/v1", "", "", new ServiceForm(MaxTokens: "max_tokens", Detail: false), 128,
            "Switch off in LM Studio that reasoning is kept apart, or choose a model that does not think."),
    ];

    // What is asked first of a service that nobody knows: OpenAI's form.
    private static readonly ServiceProfile Unknown = new(
        VlmService.Auto, "a compatible service", "", "", "", new ServiceForm(), 128,
        "The server takes the answer for reasoning: switch its reasoning parser or the model's thinking off, or name the server with vlm.service.");

    /// <summary>The service that the settings mean.</summary>
    public static ServiceProfile Of(VlmConfiguration configuration)
    {
        if (configuration.Service != VlmService.Auto)
        {
            return All.First(profile => profile.Service == configuration.Service);
        }

        if (configuration.Provider == Providers.Azure || configuration.BaseUrl.Length == 0)
        {
            return All[0];
        }

        string host = Uri.TryCreate(configuration.BaseUrl, UriKind.Absolute, out Uri? address) ? address.Host : "";
        return All.FirstOrDefault(profile => profile.Host.Length > 0 && (host == profile.Host || host.EndsWith("." + profile.Host, StringComparison.Ordinal))) ?? Unknown;
    }

    /// <summary>The address of the service, by which all processes name it; empty for a model on this machine.</summary>
    public static string PlaceOf(VlmConfiguration configuration) => configuration.Provider is Providers.OpenAi or Providers.Azure
        ? (configuration.BaseUrl.Length > 0 ? configuration.BaseUrl : Of(configuration).Address).TrimEnd('/')
        : "";

    /// <summary>The address of the service; empty for OpenAI's.</summary>
    public static string AddressOf(VlmConfiguration configuration) =>
        configuration.BaseUrl.Length > 0 || configuration.Service is VlmService.Auto or VlmService.Openai ? configuration.BaseUrl : Of(configuration).Address;
}
