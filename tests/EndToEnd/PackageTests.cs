using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;
using PixelShap.Testing;

namespace PixelShap.EndToEnd;

/// <summary>The library PixelShap as a package, as somebody takes it who does not have this repository.</summary>
public sealed partial class PackageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-package-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_program_of_its_README_compiles_against_the_package_and_prints_what_the_README_says()
    {
        string feed = Path.Combine(_folder, "feed"), program = Directory.CreateDirectory(Path.Combine(_folder, "program")).FullName;

        // The library is not built again: what is packed is what the tests ran with.
        string configuration = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)).Name;
        await DotnetAsync(SharedData.RepositoryRoot, "pack", "src/PixelShap", "-c", configuration, "--no-build", "-o", feed);
        string package = Assert.Single(Directory.GetFiles(feed, "PixelShap.*.nupkg"));
        Assert.Single(Directory.GetFiles(feed, "PixelShap.*.snupkg"));
        string readme;
        using (ZipArchive archive = ZipFile.OpenRead(package))
        {
            Assert.NotNull(archive.GetEntry("lib/net10.0/PixelShap.dll"));
            Assert.NotNull(archive.GetEntry("lib/net10.0/PixelShap.xml"));
            using var reader = new StreamReader(archive.GetEntry("README.md")!.Open());
            readme = await reader.ReadToEndAsync();
        }

        await File.WriteAllTextAsync(Path.Combine(program, "Program.cs"), Blocks().Matches(readme).Single(block => block.Groups["language"].Value == "csharp").Groups["text"].Value);
        await File.WriteAllTextAsync(Path.Combine(program, "nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="local" value="{feed}" /></packageSources>
              <config><add key="globalPackagesFolder" value="{Path.Combine(_folder, "packages")}" /></config>
            </configuration>
            """);
        await File.WriteAllTextAsync(Path.Combine(program, "program.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="PixelShap" Version="{Path.GetFileNameWithoutExtension(package)["PixelShap.".Length..]}" /></ItemGroup>
            </Project>
            """);
        string printed = await DotnetAsync(program, "run");
        Match expected = Blocks().Matches(readme[readme.IndexOf("It prints:", StringComparison.Ordinal)..])[0];
        Assert.Equal(expected.Groups["text"].Value, printed);
    }

    private static async Task<string> DotnetAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}:\n{await output}{await error}");
        return await output;
    }

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Blocks();
}
