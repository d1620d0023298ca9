using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using PixelShap.Testing;

namespace PixelShap.EndToEnd;

/// <summary>What is said about what is shipped, and about what is promised, is so.</summary>
public sealed partial class TrustTests
{
    private static readonly string s_notice = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "NOTICE"));

    [Fact]
    public Task The_notice_is_what_the_packages_say() => CheckAsync("notice.py");

    [Fact]
    public Task Every_error_of_the_source_is_in_the_list_of_errors() => CheckAsync("errors.py");

    [Fact]
    public void Every_page_of_the_documentation_is_found_by_what_it_is_for()
    {
        string docs = Path.Combine(SharedData.RepositoryRoot, "docs"), index = File.ReadAllText(Path.Combine(docs, "README.md"));
        Assert.Equal([], Directory.GetFiles(docs, "*.md").Select(path => Path.GetFileName(path)!).Where(name => name != "README.md" && !index.Contains($"]({name})", StringComparison.Ordinal)));
        Assert.All(Link().Matches(index), link => Assert.True(File.Exists(Path.Combine(docs, link.Groups["path"].Value)), link.Value));
    }

    /// <summary>By another way than that by which it was made: the list that .NET itself writes beside the program.</summary>
    [Fact]
    public void The_notice_names_what_lies_beside_the_program_and_nothing_else()
    {
        using var beside = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(Command.Program, ".deps.json")));
        string[] shipped = [.. beside.RootElement.GetProperty("targets").EnumerateObject().SelectMany(target => target.Value.EnumerateObject())
            .Where(library => beside.RootElement.GetProperty("libraries").GetProperty(library.Name).GetProperty("type").GetString() == "package" && Assets(library.Value).Any())
            .Select(library => library.Name.Replace('/', ' ')).Distinct().Order(StringComparer.Ordinal)];
        string list = s_notice[s_notice.IndexOf("1. ", StringComparison.Ordinal)..s_notice.IndexOf("2. ", StringComparison.Ordinal)];
        Assert.Equal(shipped, Named().Matches(list).Select(match => match.Value).Order(StringComparer.Ordinal));
        Assert.DoesNotMatch("GPL", list);
        Assert.DoesNotMatch("see http|see \\?", list);

        static IEnumerable<string> Assets(JsonElement library) => new[] { "runtime", "native", "runtimeTargets" }
            .Where(kind => library.TryGetProperty(kind, out _)).SelectMany(kind => library.GetProperty(kind).EnumerateObject()).Select(asset => asset.Name);
    }

    [Fact]
    public void Every_test_that_a_promise_names_exists()
    {
        string promises = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "SECURITY.md"));
        string[] tests = [.. Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, "tests"), "*.cs", SearchOption.AllDirectories)];
        string[] rows = [.. promises.Split('\n').Where(line => line.StartsWith("| **", StringComparison.Ordinal))];
        Assert.True(rows.Length >= 10);
        Assert.All(rows, row => Assert.NotEmpty(TestName().Matches(row)));
        Assert.Equal([], TestName().Matches(promises).Where(name => !tests.Any(file => Path.GetFileNameWithoutExtension(file) == name.Groups["class"].Value
            && Regex.IsMatch(File.ReadAllText(file), $@"\bpublic [^\n(]*\b{name.Groups["method"].Value}\("))).Select(name => name.Value));
    }

    private static async Task CheckAsync(string script)
    {
        using Process process = Process.Start(new ProcessStartInfo("python3", [Path.Combine(SharedData.RepositoryRoot, "eng", script), "--check"]) { RedirectStandardError = true })!;
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal((0, ""), (process.ExitCode, error));
    }

    [GeneratedRegex(@"\]\((?<path>[^)]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"^[A-Z][\w.-]* \d[\w.-]*$", RegexOptions.Multiline)]
    private static partial Regex Named();

    [GeneratedRegex(@"`(?<class>\w+Tests)\.(?<method>\w+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex TestName();
}
