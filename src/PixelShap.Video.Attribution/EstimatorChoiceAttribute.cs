using PixelShap.Estimation;
using PixelShap.Video.Settings;

namespace PixelShap.Video.Attribution;

/// <summary>The text names an estimator.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EstimatorChoiceAttribute : ChoiceAttribute
{
    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, string Help)> Choices => [.. Estimators.All.Select(entry => (entry.Name, entry.Help))];
}
