using System.Reflection;
using System.Text.RegularExpressions;
using PixelShap.Testing;

namespace PixelShap.EndToEnd;

/// <summary>Dependencies point inward only.</summary>
public sealed class ArchitectureTests
{
    private const string Domain = "PixelShap.Video";

    public static TheoryData<string, string[]> Rooms => new()
    {
        { "PixelShap", [] },
        { Domain, ["PixelShap"] },
        { "PixelShap.Video.Attribution", ["PixelShap", Domain] },
        { "PixelShap.Video.Runs", ["PixelShap", Domain, "PixelShap.Video.Attribution"] },
        { "PixelShap.Video.Media", ["PixelShap", Domain] },
        { "PixelShap.Video.Vision", ["PixelShap", Domain] },
        { "PixelShap.Video.Language", ["PixelShap", Domain] },
        { "PixelShap.Video.Rendering", ["PixelShap", Domain, "PixelShap.Video.Attribution", "PixelShap.Video.Runs"] },
        { "PixelShap.Video.Publishing", ["PixelShap", Domain, "PixelShap.Video.Attribution", "PixelShap.Video.Runs", "PixelShap.Video.Rendering"] },
        { "PixelShap.Video.Web", ["PixelShap", Domain, "PixelShap.Video.Attribution", "PixelShap.Video.Runs", "PixelShap.Video.Publishing"] },
        { "PixelShap.Video.Fleet", ["PixelShap", Domain, "PixelShap.Video.Attribution", "PixelShap.Video.Runs", "PixelShap.Video.Language"] },
    };

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_uses_only_the_rooms_further_in(string room, string[] allowed)
    {
        IEnumerable<string> used = Assembly.Load(room).GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("PixelShap", StringComparison.Ordinal));
        Assert.Subset(allowed.ToHashSet(), used.ToHashSet());
    }

    [Fact]
    public void Nothing_uses_the_commands_and_the_measurements_are_used_by_the_commands_alone()
    {
        foreach (object[] room in Rooms)
        {
            IEnumerable<string?> used = Assembly.Load((string)room[0]).GetReferencedAssemblies().Select(name => name.Name);
            Assert.DoesNotContain("PixelShap.Video.Cli", used);
            Assert.DoesNotContain("PixelShap.Video.Evaluation", used);
        }
    }

    /// <summary>A limit of time is by the clock on the wall: on a busy machine a pattern with two seconds ended a run over a text of three words.</summary>
    [Fact]
    public void No_pattern_gives_up_within_ten_seconds()
    {
        var patterns = Rooms.Select(room => Assembly.Load((string)room[0])).Append(Assembly.Load("PixelShap.Video.Evaluation")).Append(Assembly.Load("PixelShap.Video.Cli"))
            .SelectMany(assembly => assembly.GetTypes()).SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Select(method => (method, pattern: method.GetCustomAttribute<GeneratedRegexAttribute>())).Where(found => found.pattern is not null).ToList();
        Assert.True(patterns.Count > 50, $"{patterns.Count} patterns");
        Assert.All(patterns, found => Assert.True(
            found.pattern!.MatchTimeoutMilliseconds is -1 or >= 10_000, $"{found.method.DeclaringType}.{found.method.Name}: {found.pattern!.MatchTimeoutMilliseconds} ms"));
    }

    /// <summary>A folder and the folders within it are one room: a registry stands above its entries.</summary>
    [Fact]
    public void No_two_folders_import_each_other()
    {
        HashSet<(string From, string To)> imports = [];
        foreach (string file in Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, "src"), "*.cs", SearchOption.AllDirectories))
        {
            string[] lines = File.ReadAllLines(file);
            string? own = lines.FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal))?["namespace ".Length..].TrimEnd(';');
            if (own is null)
            {
                continue;
            }

            Assert.Equal(Path.GetRelativePath(Path.Combine(SharedData.RepositoryRoot, "src"), Path.GetDirectoryName(file)!).Replace('/', '.'), own);
            imports.UnionWith(lines.Where(line => line.StartsWith("using PixelShap", StringComparison.Ordinal)).Select(line => (own, line["using ".Length..].TrimEnd(';'))));
        }

        Assert.NotEmpty(imports);
        string[] mutual = [.. imports.Where(import => imports.Contains((import.To, import.From)) && !IsWithin(import.From, import.To) && !IsWithin(import.To, import.From))
            .Select(import => $"{import.From} and {import.To}")];
        Assert.Equal([], mutual);

        static bool IsWithin(string inner, string outer) => inner.StartsWith(outer + ".", StringComparison.Ordinal);
    }

    /// <summary>
    /// A pipe that nobody fills holds up whoever opens it, and a device has no end. Whoever reads a file that somebody else can have put there asks <c>RegularFile</c>; these read what was looked
    /// at before, or what this program itself wrote.
    /// </summary>
    [Fact]
    public void Files_are_opened_by_who_looks_at_them_first()
    {
        string[] looked =
        [
            "RegularFile.cs", "InputFile.cs", "ConfigurationReader.cs", "TelemetryReaders.cs", "Mp4Salvage.cs", "Mp4File.cs", "SegmentFolder.cs", "AlertOutbox.cs", "FeltForm.cs", "PartialDownload.cs", "ModelStore.cs",
            "ReportPage.cs", "CaseRun.cs", "ExplanationSummary.cs", "RawNames.cs", "SystemExamination.cs", "NetworksExamination.cs", "RunFindings.cs", "ClipWork.cs",
        ];
        Assert.Equal([], Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !looked.Contains(Path.GetFileName(file)) && Regex.IsMatch(File.ReadAllText(file), @"\bFile\.(OpenRead|OpenText|ReadAllText|ReadAllBytes|ReadAllLines|ReadLines)(Async)?\("))
            .Select(file => Path.GetFileName(file)));
    }

    [Fact]
    public void No_source_file_is_longer_than_three_hundred_lines() =>
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadLines(file).Count() > 300)
            .Select(file => Path.GetFileName(file)));

    [Fact]
    public void Native_libraries_of_networks_lie_beside_the_program_and_not_beside_tests_that_only_start_it()
    {
        string[] beside = [.. Natives(Path.GetDirectoryName(Command.Program)!)];
        Assert.Contains("libonnxruntime.so", beside);
        Assert.DoesNotContain(beside, name => name.EndsWith(".dll", StringComparison.Ordinal));
        Assert.Empty(Natives(AppContext.BaseDirectory));
    }

    [Fact]
    public void The_attribution_library_needs_the_framework_alone() =>
        Assert.All(Assembly.Load("PixelShap").GetReferencedAssemblies(), name => Assert.StartsWith("System", name.Name, StringComparison.Ordinal));

    private static IEnumerable<string> Natives(string folder) =>
        Directory.EnumerateFiles(folder, "*onnxruntime*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path)!)
            .Where(name => !name.StartsWith("Microsoft.", StringComparison.Ordinal));
}
