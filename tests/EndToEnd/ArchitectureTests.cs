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
    public void The_attribution_library_needs_the_framework_alone() =>
        Assert.All(Assembly.Load("PixelShap").GetReferencedAssemblies(), name => Assert.StartsWith("System", name.Name, StringComparison.Ordinal));
}
