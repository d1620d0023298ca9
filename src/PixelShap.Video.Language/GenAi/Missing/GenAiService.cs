using PixelShap.Video.Configuration;
using PixelShap.Video.Language.Chat;

namespace PixelShap.Video.Language.GenAi;

/// <summary>Stands in for models on this machine in a build without ONNX Runtime GenAI (MSBuild property OnnxRuntimeGenAi).</summary>
internal static class GenAiService
{
    /// <summary>Says that there are none.</summary>
    /// <exception cref="PixelShapException">Always.</exception>
    public static IChatService Load(GenAiFolder folder, VlmConfiguration configuration) =>
        throw GenAiErrors.NoRuntime($"this program was built without it, so that the {folder.Template.Name} model {configuration.Model} cannot be asked");
}
