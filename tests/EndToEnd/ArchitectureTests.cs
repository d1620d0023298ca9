using System.Reflection;

namespace PixelShap.EndToEnd;

/// <summary>Dependencies point inward only.</summary>
public sealed class ArchitectureTests
{
    public static TheoryData<string, string[]> Rooms => new()
    {
        { "PixelShap", [] },
        { "PixelShap.Video", ["PixelShap"] },
        { "PixelShap.Video.Media", ["PixelShap", "PixelShap.Video"] },
        { "PixelShap.Video.Vision", ["PixelShap", "PixelShap.Video"] },
        { "PixelShap.Video.Language", ["PixelShap", "PixelShap.Video"] },
        { "PixelShap.Video.Review", ["PixelShap", "PixelShap.Video"] },
    };

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_uses_only_the_rooms_further_in(string room, string[] allowed)
    {
        IEnumerable<string> used = Assembly.Load(room).GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("PixelShap", StringComparison.Ordinal));
        Assert.Subset(allowed.ToHashSet(), used.ToHashSet());
    }

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
