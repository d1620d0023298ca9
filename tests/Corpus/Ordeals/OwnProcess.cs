using System.Diagnostics;

namespace PixelShap.Corpus.Ordeals;

/// <summary>The command in a process of its own.</summary>
internal static class OwnProcess
{
    /// <summary>Starts a program.</summary>
    /// <param name="home">The folder of models, answers and settings that are nobody's own.</param>
    /// <param name="words">The program and its arguments.</param>
    public static Process Start(string home, params string[] words)
    {
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = home };
        start.Environment["HOME"] = home;
        start.Environment["XDG_CACHE_HOME"] = Path.Combine(home, "cache");
        start.Environment["PIXELSHAP_MODELS"] = Path.Combine(home, "no-models");
        start.Environment["PIXELSHAP_TESSERACT"] = "";
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(string home, params string[] words)
    {
        using Process process = Start(home, words);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
