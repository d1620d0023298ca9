using System.Runtime.CompilerServices;

namespace PixelShap.Testing;

/// <summary>What holds for every test and for the programs that it starts.</summary>
internal static class TestEnvironment
{
    /// <summary>The clock in the pictures of a clip is looked for by the tests of it alone: it takes a second for every clip without another clock.</summary>
    [ModuleInitializer]
    internal static void Initialize() => Environment.SetEnvironmentVariable("PIXELSHAP_TESSERACT", "");
}
