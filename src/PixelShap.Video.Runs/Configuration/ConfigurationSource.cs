namespace PixelShap.Video.Runs.Configuration;

/// <summary>Where a setting was written, for error messages.</summary>
/// <param name="Name">The file, or <c>--set a.b</c>.</param>
/// <param name="Line">The line from 1; 0 when there are no lines.</param>
public readonly record struct ConfigurationSource(string Name, long Line)
{
    /// <inheritdoc/>
    public override string ToString() => Line > 0 ? $"{Name}, line {Line}" : Name;
}
