using System.Runtime.Serialization;
using PixelShap.Testing;
using PixelShap.Video.Language.Services;

namespace PixelShap.Video.Language.Tests.Services;

public sealed class ServiceProfileTests
{
    [Fact]
    public void Every_service_has_one_entry_and_one_line_in_the_guide()
    {
        Assert.Equal(Enum.GetValues<VlmService>().Where(service => service != VlmService.Auto), ServiceProfiles.All.Select(profile => profile.Service));
        string guide = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "models.md"));
        Assert.All(ServiceProfiles.All, profile => Assert.Contains(
            $"| `{NameOf(profile.Service)}` | `{profile.Address}` | {(profile.KeyVariable.Length > 0 ? $"`{profile.KeyVariable}`" : "none")} | {(profile.Form.Seed.Length > 0 ? $"`{profile.Form.Seed}`" : "none")}"
            + $" | `{profile.Form.MaxTokens}` | {(profile.Form.Detail ? "yes" : "no")} | {profile.EmbeddingBatch} |",
            guide,
            StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", VlmService.Openai)]
    [InlineData("https://generativelanguage.googleapis.com/v1beta/openai", VlmService.Gemini)]
    [InlineData("https://dashscope.aliyuncs.com/compatible-mode/v1", VlmService.Dashscope)]
    [InlineData("https://api.mistral.ai/v1", VlmService.Mistral)]
    [InlineData("http://127.0.0.1:8000/v1", VlmService.Auto)]
    [InlineData("https://api.mistral.ai.example.com/v1", VlmService.Auto)]
    [InlineData("https://notopenrouter.ai/v1", VlmService.Auto)]
    public void Auto_goes_by_the_address(string address, VlmService service) =>
        Assert.Equal(service, ServiceProfiles.Of(new VlmConfiguration { Provider = Providers.OpenAi, BaseUrl = address }).Service);

    [Fact]
    public void A_named_service_has_its_own_address_and_key()
    {
        var settings = new VlmConfiguration { Provider = Providers.OpenAi, Service = VlmService.Mistral };
        Assert.Equal("https://api.mistral.ai/v1", ServiceProfiles.AddressOf(settings));
        Assert.Equal("http://other/v1", ServiceProfiles.AddressOf(settings with { BaseUrl = "http://other/v1" }));
        Assert.Null(Chat.ApiKey.Find(settings with { Service = VlmService.Ollama, ApiKeyVariable = "PIXELSHAP_TEST_NO_SUCH_KEY" }, "."));
        Assert.Contains(
            "PIXELSHAP_TEST_NO_SUCH_KEY",
            Assert.Throws<PixelShapException>(() => Chat.ApiKey.Find(settings with { ApiKeyVariable = "PIXELSHAP_TEST_NO_SUCH_KEY" }, ".")).Message,
            StringComparison.Ordinal);
    }

    private static string NameOf(VlmService service) =>
        typeof(VlmService).GetField(service.ToString())!.GetCustomAttributes(typeof(EnumMemberAttribute), false).Cast<EnumMemberAttribute>().SingleOrDefault()?.Value ?? service.ToString().ToLowerInvariant();
}
