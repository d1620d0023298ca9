using System.Reflection;

namespace PixelShap.Video.Cli.Composition;

/// <summary>The package of ONNX Runtime that the program was built with: see eng/Networks.props.</summary>
internal static class OnnxRuntimePackage
{
    /// <summary>Its name, for example <c>Microsoft.ML.OnnxRuntime</c>.</summary>
    public static string Name { get; } = Value("OnnxRuntimePackage");

    /// <summary>Its version, for example <c>1.31.1</c>.</summary>
    public static string Version { get; } = Value("OnnxRuntimeVersion");

    private static string Value(string key) => typeof(OnnxRuntimePackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == key).Value!;
}
