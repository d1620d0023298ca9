namespace PixelShap.Video.Runs.UseCases;

/// <summary>The program that a run was made with.</summary>
/// <param name="Name">Its name and version.</param>
/// <param name="OnnxRuntimePackage">The package of ONNX Runtime that it was built with.</param>
/// <param name="OnnxRuntimeVersion">The version of that package.</param>
public sealed record ProductInfo(string Name, string OnnxRuntimePackage, string OnnxRuntimeVersion);
