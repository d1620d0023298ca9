using System.Diagnostics;
using System.Text.Json;

namespace PixelShap.Video.Publishing.Tests.Exports;

/// <summary>The system's Python: a reader that shares no code with what it reads.</summary>
internal static class Python
{
    /// <summary>Runs a script with arguments and reads the JSON that it prints.</summary>
    public static JsonElement Json(string script, params string[] arguments)
    {
        string output = Run(["-c", script, .. arguments]);
        return JsonDocument.Parse(output).RootElement;
    }

    /// <summary>Runs the interpreter.</summary>
    public static string Run(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("/usr/bin/python3", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error.Result);
        return output;
    }
}
