namespace PixelShap.BrowserTests;

/// <summary>A test in Debian's Chromium; skipped with a reason where it is not installed (eng/setup.sh --with-tests installs it).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public const string Path = "/usr/bin/chromium";

    public ChromiumFactAttribute() => Skip = File.Exists(Path) ? null : $"needs {Path} (apt-get install chromium)";
}
