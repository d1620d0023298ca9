namespace PixelShap.Testing;

/// <summary>A test that needs the shared data (see CONTRIBUTING.md); skipped with a reason where it does not exist.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    /// <summary>Skips the test where the shared data or one of <paramref name="paths"/> in it is missing.</summary>
    public SharedDataFactAttribute(params string[] paths) => Skip = SharedData.ReasonToSkip(paths);
}

/// <summary>A theory that needs the shared data; skipped with a reason where it does not exist.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips the test where the shared data or one of <paramref name="paths"/> in it is missing.</summary>
    public SharedDataTheoryAttribute(params string[] paths) => Skip = SharedData.ReasonToSkip(paths);
}
