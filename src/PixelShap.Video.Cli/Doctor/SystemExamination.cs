using System.Globalization;
using System.Runtime.InteropServices;
using PixelShap.Video.Cli.Models;

namespace PixelShap.Video.Cli.Doctor;

/// <summary>The machine, its system and .NET.</summary>
internal sealed class SystemExamination : IExamination
{
    private const string Area = "System";
    private const long LittleMemory = 2L << 30;

    public Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken)
    {
        long memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        bool isSupported = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;
        string where = $"{Distribution() ?? RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        IReadOnlyList<Finding> findings =
        [
            isSupported
                ? new Finding(Area, "system", FindingState.Ok, where)
                : new Finding(Area, "system", FindingState.Missing, $"{where}: the native libraries are those of Linux on x64") { Remedy = "Run it on Linux on x86-64." },
            new Finding(Area, ".NET", FindingState.Ok, RuntimeInformation.FrameworkDescription.Replace(".NET ", "", StringComparison.Ordinal)),
            memory < LittleMemory
                ? new Finding(Area, "machine", FindingState.Warning, $"{ByteSize.Of(memory)} of memory: networks and clips of 1080p need 2 GB") { Remedy = "Give it more memory." }
                : new Finding(Area, "machine", FindingState.Ok, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors, {ByteSize.Of(memory)} of memory")),
        ];
        return Task.FromResult(findings);
    }

    private static string? Distribution()
    {
        const string Key = "PRETTY_NAME=", File = "/etc/os-release";
        return System.IO.File.Exists(File)
            ? System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal))?[Key.Length..].Trim('"')
            : null;
    }
}
